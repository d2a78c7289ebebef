// An arm waits for one call: two could not be torn apart.
#include <tarry.h>

static async int f(int n) {
    await tarry_sleep(0);
    return n;
}

async int main(void) {
    int n = 0;
    race {
        when (n = await f(1) + await f(2)) // error: a second wait in one `when`: an arm waits for one call
            n++;
        when (n = await f(await f(2))) // error: a second wait in one `when`
            n++;
        when (n = await f(3))
            n++;
    }
    return n;
}
