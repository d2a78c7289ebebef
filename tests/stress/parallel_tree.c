// Parallel scopes in parallel scopes: trees of tasks that end, wait and start others on all workers
// at once.
// timeout: 60
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_long leaves;

static async long tree(int depth, unsigned seed) {
    if (depth == 0) {
        if (seed % 3 == 0) {
            await tarry_yield();
        } else if (seed % 7 == 0) {
            await tarry_sleep(TARRY_US(seed % 100));
        }
        atomic_fetch_add_explicit(&leaves, 1, memory_order_relaxed);
        return 1;
    }
    long results[4] = {0}, own = 0;
    parallel (s) {
        for (unsigned i = 0; i < 4; i++) {
            spawn (s) results[i] = tree(depth - 1, seed * 1664525 + i);
        }
        if (seed % 5 == 0) {
            own = await tree(depth - 1, seed + 1);
        }
    }
    return results[0] + results[1] + results[2] + results[3] + own;
}

async int main(void) {
    for (unsigned round = 0; round < 10; round++) {
        atomic_store(&leaves, 0);
        long counted = await tree(5, round);
        if (counted != atomic_load(&leaves) || counted < 1024) {
            printf("round %u: counted %ld of %ld\n", round, counted, atomic_load(&leaves));
        }
    }
    printf("done\n");
    return 0;
}

// expect: done
