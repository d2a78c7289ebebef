// A process that is stopped and goes on, as a laptop that falls asleep: each timer fires once, and an interval does what its
// policy says (fault 34).
#include <signal.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

enum { SLEEPERS = 50, TICKS = 100 };

static int fired[SLEEPERS];

async int sleeper(int i) {
    await tarry_sleep(TARRY_MS(i));
    fired[i]++;
    return 0;
}

// Stops this process; somebody has to make it go on.
static int stop(void) {
    pid_t parent = getpid();
    if (fork() == 0) {
        kill(parent, SIGSTOP);
        usleep(60000);
        kill(parent, SIGCONT);
        _exit(0);
    }
    return 0;
}

// The largest step between two ticks, in periods; -1 if one is not on the grid.
async int ticks(enum tarry_missed missed, bool grid) {
    struct tarry_interval every = {.period = TARRY_MS(1), .missed = missed};
    int64_t first = await tarry_interval_tick(&every), last = first, largest = 0;
    for (int i = 1; i < TICKS; i++) {
        int64_t due = await tarry_interval_tick(&every), step = due - last;
        if (due > tarry_now() || step < every.period || (grid && (due - first) % every.period != 0))
            return -1;
        largest = step > largest ? step : largest;
        last = due;
    }
    return (int)(largest / every.period);
}

async int main(void) {
    int burst = 0, delay = 0, skip = 0;
    concurrent (s) {
        for (int i = 0; i < SLEEPERS; i++)
            spawn (s) sleeper(i);
        spawn (s) burst = ticks(TARRY_BURST, true);
        spawn (s) delay = ticks(TARRY_DELAY, false);
        spawn (s) skip = ticks(TARRY_SKIP, true);
        await tarry_sleep(TARRY_MS(5)); // by then all have begun
        await blocking(stop());
    }
    bool once = true;
    for (int i = 0; i < SLEEPERS; i++)
        once &= fired[i] == 1;
    printf("%d %d %d %d\n", once, burst, delay >= 20, skip >= 20);
    return 0;
}

// expect: 1 1 1 1
