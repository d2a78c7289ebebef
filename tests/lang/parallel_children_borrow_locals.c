// Children of a parallel scope share the parent's locals too; what several write is atomic.
// env: TARRY_WORKERS=4
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static async void add(atomic_long *total, const int *values, int from, int to) {
    for (int i = from; i < to; i++) {
        atomic_fetch_add(total, values[i]);
        if (i % 10 == 0) {
            await tarry_yield();
        }
    }
}

async int main(void) {
    atomic_long total = 0;
    int values[1000];
    for (int i = 0; i < 1000; i++) {
        values[i] = i;
    }
    parallel (s) {
        for (int i = 0; i < 1000; i += 50) {
            spawn (s) add(&total, values, i, i + 50);
        }
    }
    printf("%ld\n", atomic_load(&total));
    return 0;
}

// expect: 499500
