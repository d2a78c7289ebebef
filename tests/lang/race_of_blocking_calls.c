// Arms that call ordinary functions on the blocking pool: a call that has begun is waited for.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include <time.h>

static int begun;

static int slow(int ms, int value) {
    __atomic_fetch_add(&begun, 1, __ATOMIC_RELAXED);
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
    return value;
}

static double real(double x) {
    return x / 2;
}

async int main(void) {
    int a = 0, b = 0, i = 1;
    double d = 0;
    int (*pointer)(int, int) = slow;
    race {
        when (a = await blocking(slow(30, i++))) printf("no\n");
        when ((b = await blocking(pointer(1, 2))) == 2) printf("%d\n", b);
    }
    // The loser's call either was not begun, or has ended: its arguments may point into this frame.
    printf("%d %d\n", a == -ECANCELED ? begun == 1 : a == 1 && begun == 2, i);
    race {
        when (await tarry_sleep(TARRY_SEC(1000))) printf("no\n");
        when (d = await blocking(real(3))) printf("%g\n", d);
    }
    within (TARRY_MS(2)) {
        a = await blocking(slow(20, 5));
    }
    else {
        printf("no\n"); // the call has ended, and well
    }
    printf("%d\n", a);
    return 0;
}

// expect: 2
// expect: 1 2
// expect: 1.5
// expect: 5
