// A paused clock: sleeps of hours come back at once, in the order of their deadlines, to the nanosecond.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int64_t start;

async int sleeper(int64_t duration) {
    await tarry_sleep(duration);
    printf("%lld\n", (long long)(tarry_now() - start));
    return 0;
}

async int main(void) {
    if (tarry_clock_pause(TARRY_CLOCK_AUTOMATIC) || !tarry_clock_is_paused()) {
        return 1;
    }
    start = tarry_now();
    concurrent (s) {
        spawn (s) sleeper(TARRY_SEC(7200));
        spawn (s) sleeper(1);
        spawn (s) sleeper(TARRY_SEC(3600));
        spawn (s) sleeper(2);
        spawn (s) sleeper(TARRY_SEC(3600) + 1);
        spawn (s) sleeper(TARRY_SEC(86400) * 365);
    }
    int read = 0;
    within (TARRY_MS(1500)) {
        read = await tarry_sleep(INT64_MAX);
    }
    else {
        printf("within %lld\n", (long long)(tarry_now() - start - TARRY_SEC(86400) * 365));
    }
    tarry_clock_resume();
    return read == -ECANCELED && !tarry_clock_is_paused() ? 0 : 2;
}

// expect: 1
// expect: 2
// expect: 3600000000000
// expect: 3600000000001
// expect: 7200000000000
// expect: 31536000000000000
// expect: within 1500000000
