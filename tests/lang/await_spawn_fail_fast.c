// With .fail_fast nothing is started behind a failure, neither by the block nor by those that wait. (Fault 45.)
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int started;

static async int job(int n) {
    started++;
    await tarry_yield();
    return n == 3 ? -EIO : n;
}

async int main(void) {
    int results[8], error = 0;
    concurrent (s, .limit = 1, .fail_fast = true) {
        for (int i = 0; i < 8; i++)
            await spawn (s) results[i] = job(i);
        error = s.error;
    }
    printf("%d %d\n", started, error == -EIO);
    for (int i = 0; i < 8; i++)
        printf("%d ", results[i] == -ECANCELED ? -1 : results[i] == -EIO ? -2 : results[i]);
    printf("\n");
    return 0;
}

// expect: 4 1
// expect: 0 1 2 -2 -1 -1 -1 -1
