// Whether everybody gets a turn under full load: a thousand tasks that compute and yield, beside one that does nothing but
// operations that are ready at once, or beside a pair of tasks that wake each other for ever. A hundred tasks sleep a
// millisecond, again and again; p99 of how much later they go on, in microseconds. And the fewest turns any of the thousand
// had, in per cent of the average.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { OTHERS = 1000, SLEEPERS = 100, SLEEPS = 500 };

typedef TARRY_CHANNEL(int) ball_channel;

static double lateness[SLEEPERS * SLEEPS];
static long turns[OTHERS];

static async void other(int i) {
    for (volatile unsigned x = 1; !tarry_cancelled(); turns[i]++) {
        for (int k = 0; k < 100; k++) {
            x = x * 1664525 + 1013904223;
        }
        await tarry_yield();
    }
}

static async void sleeper(int n) {
    for (int i = 0; i < SLEEPS; i++) {
        int64_t due = tarry_now() + TARRY_MS(1);
        if (await tarry_sleep_until(due) < 0) {
            abort();
        }
        lateness[n * SLEEPS + i] = (double)(tarry_now() - due) / 1e3;
    }
}

static async void busy(void) {
    struct tarry_mutex mutex = {0};
    while (await tarry_mutex_lock(&mutex) == 0) {
        tarry_mutex_unlock(&mutex);
    }
}

static async void player(ball_channel *from, ball_channel *to) {
    int ball;
    while (await tarry_channel_receive(from, &ball) == 1 &&
           await tarry_channel_send(to, ball) == 0) {
    }
}

static async void run(bool with_pair, const char *late, const char *fewest) {
    int storage[2][1];
    ball_channel there = TARRY_CHANNEL_INIT(storage[0]), back = TARRY_CHANNEL_INIT(storage[1]);
    memset(turns, 0, sizeof turns);
    parallel (load) {
        if (with_pair) {
            spawn (load) player(&there, &back);
            spawn (load) player(&back, &there);
            tarry_channel_try_send(&there, 1);
        } else {
            spawn (load) busy();
        }
        for (int i = 0; i < OTHERS; i++) {
            spawn (load) other(i);
        }
        parallel (s) {
            for (int i = 0; i < SLEEPERS; i++) {
                spawn (s) sleeper(i);
            }
        }
        tarry_cancel(&load);
    }
    long sum = 0, least = turns[0];
    for (int i = 0; i < OTHERS; i++) {
        sum += turns[i];
        least = turns[i] < least ? turns[i] : least;
    }
    qsort(lateness, SLEEPERS * SLEEPS, sizeof *lateness, measure_compare);
    report(late, lateness[SLEEPERS * SLEEPS / 100 * 99]);
    report(fewest, 100.0 * (double)least * OTHERS / (double)sum);
}

async int main(void) {
    await run(false, "late", "fewest");
    await run(true, "pair_late", "pair_fewest");
    return 0;
}
