// 300,000 tasks are atoms that form water: two semaphores let two hydrogens and one oxygen in, a
// barrier waits for the three. Nanoseconds a molecule. What examples/h2o.c does, without printing.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { MOLECULES = 100000 };

static struct tarry_semaphore hydrogens = TARRY_SEMAPHORE_INIT(2);
static struct tarry_semaphore oxygens = TARRY_SEMAPHORE_INIT(1);
static struct tarry_barrier barrier = TARRY_BARRIER_INIT(3);
static int bonds; // counted by the leader, before the three leave their semaphores

static async int atom(struct tarry_semaphore *places) {
    int error = await tarry_semaphore_acquire(places, 1);
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(places, 1);
    error = await tarry_barrier_wait(&barrier);
    bonds += error == 1;
    return error;
}

async int main(void) {
    double start = now_ns();
    parallel (s) {
        for (int i = 0; i < 3 * MOLECULES; i++) {
            spawn (s) atom(i % 3 == 2 ? &oxygens : &hydrogens);
        }
    }
    report("molecule", (now_ns() - start) / MOLECULES);
    return bonds == MOLECULES ? 0 : 1;
}
