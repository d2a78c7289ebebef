// when belongs directly into a race.
#include <tarry.h>

async int main(void) {
    int n = 0;
    when (n = await tarry_sleep(TARRY_NS(1))) // error: when outside of a race
        n++;
    race {
        when (await tarry_sleep(TARRY_NS(1)))
            when (n = await tarry_sleep(TARRY_NS(2))) // error: when outside of a race
                n++;
    }
    return n;
}
