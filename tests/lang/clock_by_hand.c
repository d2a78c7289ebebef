// A clock paused by hand: time goes on as far as it is advanced, and what is due in between has happened then.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

static int64_t start;

static long long ms(void) {
    return (long long)((tarry_now() - start) / TARRY_MS(1));
}

async int ticker(int period) {
    while (await tarry_sleep(TARRY_MS(period)) == 0) {
        printf("tick at %lld\n", ms());
    }
    printf("cancelled at %lld\n", ms());
    return 0;
}

async int main(void) {
    printf("running: %d\n", await tarry_clock_advance(TARRY_NS(1)) == -EINVAL);
    tarry_clock_pause(TARRY_CLOCK_BY_HAND);
    start = tarry_now();
    bool refused = false;
    parallel (s) {
        spawn (s) ticker(10);
        for (int i = 0; i < 100; i++) {
            await tarry_yield();
        }
        printf("still %lld\n", ms());
        printf("%d, now %lld\n", await tarry_clock_advance(TARRY_MS(9)), ms());
        printf("%d, now %lld\n", await tarry_clock_advance(TARRY_MS(1)), ms());
        printf("%d, now %lld\n", await tarry_clock_advance(TARRY_MS(25)), ms());
        printf("%d, now %lld\n", await tarry_clock_advance(0), ms());
        printf("%d\n", await tarry_clock_advance(-1) == -EINVAL);
        printf("%d\n", await tarry_clock_advance(INT64_MAX) == -EINVAL);
        tarry_cancel(&s);
        refused = await tarry_clock_advance(TARRY_NS(1)) == -ECANCELED;
    }
    printf("%d\n", refused);
    return 0;
}

// expect: running: 1
// expect: still 0
// expect: 0, now 9
// expect: tick at 10
// expect: 0, now 10
// expect: tick at 20
// expect: tick at 30
// expect: 0, now 35
// expect: 0, now 35
// expect: 1
// expect: 1
// expect: cancelled at 35
// expect: 1
