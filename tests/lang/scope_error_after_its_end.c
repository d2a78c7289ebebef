// The scope's error is there behind the scope, whether the block falls off its end, is left early, or was cancelled.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int job(int error) {
    await tarry_yield();
    return error;
}

static async int fall_off(int error) {
    int kept = 1;
    parallel (s, .fail_fast = true, .error = &kept) {
        spawn (s) job(0);
        spawn (s) job(error);
    }
    return kept;
}

// The block is left while the children run; the one that is cancelled gives its error all the same.
static async int leave(int *kept) {
    int result = 1;
    concurrent (s, .fail_fast = true, .error = kept) {
        spawn (s) result = tarry_sleep(INT64_MAX);
        await tarry_yield();
        goto out;
    }
out:
    return result;
}

static async int in_a_loop(int errors[3]) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        int error;
        concurrent (s, .error = &error, .fail_fast = true) {
            spawn (s) job(errors[i]);
            if (i == 1) {
                continue;
            }
        }
        sum += error;
    }
    return sum;
}

async int main(void) {
    int kept = 1;
    printf("%d %d\n", await fall_off(0), await fall_off(-7));
    await leave(&kept);
    printf("%d\n", kept == -ECANCELED);
    printf("%d\n", await in_a_loop((int[3]){-1, -10, -100}));
    concurrent (s, .limit = 1, .error = &kept) {
        TARRY_DIAGNOSTIC(ignored "-Wtarry-limit")
        spawn (s) job(0);
        spawn (s) job(0);
    }
    printf("%d\n", kept == -EAGAIN);
    return 0;
}
// expect: 0 -7
// expect: 1
// expect: -101
// expect: 1
