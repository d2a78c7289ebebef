// Children of a scope are cancelled when the time is up, even if the block is in a shielded wait.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int child_ended;

static async int child(void) {
    int r = await tarry_sleep(INT64_MAX);
    child_ended = 1;
    return r;
}

async int main(void) {
    int r = 0;
    within (TARRY_MS(1)) {
        concurrent (s) {
            spawn (s) r = child();
            concurrent (quiet, .shield = true) {
                while (!child_ended) await tarry_sleep(TARRY_US(100));
            }
        }
    }
    else printf("%d\n", r == -ECANCELED);
    return 0;
}

// expect: 1
