// A tick, a sleep by the wall clock and an advance of the clock, cancelled at every place where they can be: a tick that was
// cancelled has not happened, and none is lost.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct ticks {
    struct tarry_interval every;
    int64_t last;
    int count;
    bool bad;
};

async int three(void *argument) {
    struct ticks *ticks = argument;
    while (ticks->count < 3) {
        int64_t due = await tarry_interval_tick(&ticks->every);
        if (due < 0)
            return (int)due;
        if (ticks->last && due != ticks->last + ticks->every.period)
            ticks->bad = true;
        ticks->last = due;
        ticks->count++;
    }
    return 0;
}

async int by_the_wall(void *argument) {
    int64_t *wall = argument;
    int error = await tarry_wall_sleep_until(*wall - 1);
    return error ? error : await tarry_wall_sleep_until(*wall + TARRY_SEC(5));
}

async int advance(void *argument) {
    int64_t *duration = argument;
    int error = await tarry_clock_advance(*duration);
    return error ? error : await tarry_clock_advance(0);
}

async int main(void) {
    tarry_clock_pause(TARRY_CLOCK_AUTOMATIC);
    int result;
    unsigned n;
    bool good = true;
    struct ticks ticks = {.every.period = TARRY_MS(3)};
    for (n = 1; await tarry_cancel_nth(n, three, &ticks, &result); n++) {
        good &= result == -ECANCELED || ticks.count == 3;
        if (ticks.count < 3) {      // what was not to be goes on where it was
            good &= await three(&ticks) == 0;
        }
        good &= ticks.count == 3 && !ticks.bad;
        ticks = (struct ticks){.every.period = TARRY_MS(3)};
    }
    printf("%d %d\n", good && result == 0 && ticks.count == 3, n > 5);

    int64_t wall = tarry_wall_now();
    good = true;
    for (n = 1; await tarry_cancel_nth(n, by_the_wall, &wall, &result); n++) {
        good &= result == (tarry_wall_now() < wall + TARRY_SEC(5) ? -ECANCELED : 0);
        wall = tarry_wall_now();
    }
    printf("%d %d %d\n", good, n > 3, result);

    int64_t second = TARRY_SEC(1);
    good = true;
    for (n = 1; await tarry_cancel_nth(n, advance, &second, &result); n++) {
        good &= result == -ECANCELED || result == 0;
    }
    printf("%d %d %d\n", good, n > 3, result);
    return 0;
}

// expect: 1 1
// expect: 1 1 0
// expect: 1 1 0
