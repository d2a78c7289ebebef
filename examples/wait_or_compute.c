// Concurrency and parallelism are two things. Eight jobs that wait need one worker only: all of
// them wait at the same time. Eight jobs that compute need as many cores as there are, for which
// one word has to change: `concurrent` to `parallel`.
//
//     tarrycc -O2 wait_or_compute.c -o wait_or_compute && ./wait_or_compute
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

enum { JOBS = 8 };

static atomic_int running, most; // how many compute right now, and the most there ever were

static void begin(void) {
    int now = atomic_fetch_add(&running, 1) + 1;
    int before = atomic_load(&most);
    while (now > before && !atomic_compare_exchange_weak(&most, &before, now)) {
    }
}

static void end(void) {
    atomic_fetch_sub(&running, 1);
}

static async int wait_for_somebody(void) {
    begin();
    await tarry_sleep(TARRY_MS(100));
    end();
    return 0;
}

static async int compute(int limit) {
    int primes = 0;
    begin();
    for (int n = 2; n < limit; n++) {
        int divisor = 2;
        while (divisor * divisor <= n && n % divisor != 0) {
            divisor++;
        }
        primes += divisor * divisor > n;
    }
    end();
    return primes;
}

static async void wait_concurrently(void) {
    concurrent (s) {
        for (int i = 0; i < JOBS; i++) {
            spawn (s) wait_for_somebody();
        }
    }
}

static async void compute_concurrently(int primes[JOBS]) {
    concurrent (s) {
        for (int i = 0; i < JOBS; i++) {
            spawn (s) primes[i] = compute(100000 * (i + 1));
        }
    }
}

static async void compute_in_parallel(int primes[JOBS]) {
    parallel (s) {
        for (int i = 0; i < JOBS; i++) {
            spawn (s) primes[i] = compute(100000 * (i + 1));
        }
    }
}

static int64_t started;

static void say(const char *what) {
    printf("%s: %d at the same time, %.2f s\n", what, atomic_exchange(&most, 0),
           (double)(tarry_now() - started) / 1e9);
    started = tarry_now();
}

async int main(void) {
    int one[JOBS], other[JOBS];
    started = tarry_now();
    await wait_concurrently();
    say("eight wait, concurrently");
    await compute_concurrently(one);
    say("eight compute, concurrently");
    await compute_in_parallel(other);
    say("eight compute, in parallel");
    for (int i = 0; i < JOBS; i++) {
        if (one[i] != other[i]) {
            return 1;
        }
    }
    printf("the last one found %d primes\n", other[JOBS - 1]);
    return 0;
}
