// A deadline does not cut a call that runs short, but the wait after it.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static int slow(int n) {
    usleep(700000); // longer than the deadlines, which are long enough for the pool to begin
    return n;
}

async int main(void) {
    int n = 0, after = 0;
    within (TARRY_MS(400)) {
        n = await blocking(slow(3));
        after = await tarry_sleep(TARRY_SEC(3600));
    } else {
        printf("late\n");
    }
    printf("%d %d\n", n, after == -ECANCELED);
    within (TARRY_MS(400)) {
        n = await blocking(slow(4));
    } else {
        printf("not late: nothing was refused\n");
    }
    printf("%d\n", n);
    return 0;
}

// expect: late
// expect: 3 1
// expect: 4
