// Parallel scopes with fail_fast, in which several children fail at the same time: one error is
// kept, all others end.
// timeout: 60
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int fails(int64_t after, int error) {
    int cancelled = await tarry_sleep(after);
    return cancelled ? cancelled : error;
}

async int main(void) {
    for (int round = 0; round < 100; round++) {
        int results[8], block = 0, error = 0;
        parallel (s, .fail_fast = true) {
            for (int i = 0; i < 8; i++) {
                spawn (s)
                    results[i] =
                        fails(i % 4 == 3 ? TARRY_SEC(3600) : TARRY_US(round % 10), -EIO - i);
            }
            block = await tarry_sleep(TARRY_SEC(3600));
            error = tarry_scope_error(&s);
        }
        int cancelled = 0, failed = 0, kept = 0;
        for (int i = 0; i < 8; i++) {
            cancelled += results[i] == -ECANCELED;
            failed += results[i] == -EIO - i;
            kept += results[i] == error;
        }
        if (block != -ECANCELED || cancelled + failed != 8 || failed < 1 || cancelled < 2 ||
            kept != 1) {
            printf("round %d: block %d, %d cancelled, %d failed, error %d\n", round, block,
                   cancelled, failed, error);
        }
    }
    printf("done\n");
    return 0;
}

// expect: done
