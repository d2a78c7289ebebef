// No jump into the block of a within: its time would not run.
#include <tarry.h>

async int main(void) {
    int n = 0;
    goto inside; // error: this goto jumps into the block of a within
    within (TARRY_SEC(1)) {
    inside:
        n = await tarry_sleep(0);
    } else {
        n = 1;
    }
    switch (n) {
        within (TARRY_SEC(1)) {
        case 3: // error: the switch jumps into the block of a within
            n = await tarry_sleep(0);
        }
    }
    goto otherwise;
    within (TARRY_SEC(1))
        n = await tarry_sleep(0);
    else {
    otherwise:
        n = 2;
    }
    return n;
}
