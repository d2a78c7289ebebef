// The limit of a parallel scope holds over all workers.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int living, most;

static async long job(int n) {
    int now = atomic_fetch_add(&living, 1) + 1, old = atomic_load(&most);
    while (now > old && !atomic_compare_exchange_weak(&most, &old, now)) {
    }
    for (int i = 0; i < n % 5; i++)
        await tarry_yield();
    atomic_fetch_sub(&living, 1);
    return n;
}

async int main(void) {
    static long results[500];
    long sum = 0;
    parallel (s, .limit = 3) {
        for (int i = 0; i < 500; i++)
            await spawn (s) results[i] = job(i);
    }
    for (int i = 0; i < 500; i++)
        sum += results[i];
    printf("%d %ld\n", atomic_load(&most) <= 3, sum);
    return 0;
}

// expect: 1 124750
