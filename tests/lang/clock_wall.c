// The wall clock, set forwards and back while somebody sleeps by it; what sleeps for a while does not mind (fault 33).
#include <stdio.h>
#include <tarry.h>

static int64_t start, wall;

async int by_wall(int hours) {
    int result = await tarry_wall_sleep_until(wall + hours * TARRY_SEC(3600));
    printf("%d h by the wall clock: %d, after %lld min\n", hours, result,
           (long long)((tarry_now() - start) / TARRY_SEC(60)));
    return result;
}

async int by_time(int hours) {
    await tarry_sleep(hours * TARRY_SEC(3600));
    printf("%d h: %lld\n", hours, (long long)(tarry_now() - start - hours * TARRY_SEC(3600)));
    return 0;
}

async int setter(void) {
    await tarry_sleep(TARRY_SEC(1800));
    printf("set on by an hour: %d\n", tarry_clock_set_wall(tarry_wall_now() + TARRY_SEC(3600)));
    await tarry_sleep(TARRY_SEC(600));
    printf("set back by two: %d\n", tarry_clock_set_wall(tarry_wall_now() - TARRY_SEC(7200)));
    return 0;
}

async int main(void) {
    tarry_clock_pause(TARRY_CLOCK_AUTOMATIC);
    start = tarry_now();
    wall = tarry_wall_now();
    parallel (s) {
        spawn (s) by_wall(1);      // the clock jumps over it: at once
        spawn (s) by_wall(2);      // 2 h, 1 h too early, 2 h too late: 3 h
        spawn (s) by_time(2);
        spawn (s) setter();
    }
    printf("%d\n", await tarry_wall_sleep_until(wall));
    return 0;
}

// expect: set on by an hour: 0
// expect: 1 h by the wall clock: 0, after 30 min
// expect: set back by two: 0
// expect: 2 h: 0
// expect: 2 h by the wall clock: 0, after 180 min
// expect: 0
