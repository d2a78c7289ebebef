// Bounded concurrency over the blocking pool, results as they finish.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static atomic_int running, most;

static int work(int n) {
    int now = atomic_fetch_add(&running, 1) + 1, old = atomic_load(&most);
    while (now > old && !atomic_compare_exchange_weak(&most, &old, now)) {
    }
    usleep(100);
    atomic_fetch_sub(&running, 1);
    return n;
}

static async int job(int n) {
    return await blocking(work(n));
}

async int main(void) {
    static int results[200];
    int count = 0, sum = 0, *result;
    parallel (s, .limit = 6) {
        for (int i = 0; i < 200; i++)
            await spawn (s) results[i] = job(i);
        while ((result = await tarry_next(&s))) {
            count++;
            sum += *result;
        }
    }
    printf("%d %d %d\n", count, sum, atomic_load(&most) <= 6);
    return 0;
}

// expect: 200 19900 1
