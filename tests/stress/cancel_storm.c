// Scopes that are cancelled while their children start, wait, end and cancel each other, on all
// workers. Every child ends, every wait says either that it was cancelled or that it is over.
// timeout: 60
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int alive, wrong;

static async int leaf(unsigned seed) {
    atomic_fetch_add(&alive, 1);
    defer atomic_fetch_sub(&alive, 1);
    int result = await tarry_sleep(seed % 4 == 0 ? TARRY_US(seed % 300) : TARRY_SEC(3600));
    if (result != 0 && result != -ECANCELED) {
        atomic_fetch_add(&wrong, 1);
    }
    return result;
}

static async int branch(struct tarry_scope *outer, unsigned seed) {
    atomic_fetch_add(&alive, 1);
    defer atomic_fetch_sub(&alive, 1);
    defer await tarry_yield();
    int results[3] = {1, 1, 1};
    {
        parallel (s) {
            for (unsigned i = 0; i < 3; i++) {
                spawn (s) results[i] = leaf(seed * 31 + i);
            }
            if (seed % 3 == 0) {
                await tarry_sleep(TARRY_US(seed % 200));
                tarry_cancel(outer);
            } else if (seed % 3 == 1) {
                tarry_cancel(&s);
            }
        }
    }
    return results[0] == 1 || results[1] == 1 || results[2] == 1 ? -EBADE : 0;
}

async int main(void) {
    for (unsigned round = 0; round < 60; round++) {
        int results[12];
        parallel (s) {
            for (unsigned i = 0; i < 12; i++) {
                results[i] = 1;
                spawn (s) results[i] = branch(&s, round * 12 + i);
            }
            await tarry_sleep(TARRY_US(round * 10));
            tarry_cancel(&s);
        }
        for (int i = 0; i < 12; i++) {
            if (results[i] != 0) {
                printf("round %u: child %d gave %d\n", round, i, results[i]);
            }
        }
        if (atomic_load(&alive) != 0 || atomic_load(&wrong) != 0) {
            printf("round %u: %d alive, %d wrong\n", round, atomic_load(&alive),
                   atomic_load(&wrong));
        }
    }
    printf("done\n");
    return 0;
}

// expect: done
