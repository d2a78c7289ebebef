// What lies behind a task that computes is taken over by another worker, though all tasks before were so short that theirs
// would not have been: children of the one that computes, and tasks beside it. It computes until they have ended.
// env: TARRY_WORKERS=2
// no faults: computes until another worker has run its children
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

enum { SHORT = 20, TURNS = 2000, BEHIND = 10, ROUNDS = 5 };

static _Atomic int ended;

static async void short_turns(void) {
    for (int i = 0; i < TURNS; i++) {
        await tarry_yield();
    }
}

static async void behind(void) {
    atomic_fetch_add(&ended, 1);
}

static void compute(int until) {
    while (atomic_load(&ended) < until) {
    }
}

static async void in_front(void) {
    compute(BEHIND);
}

async int main(void) {
    for (int i = 0; i < ROUNDS; i++) {
        parallel (s) {
            for (int k = 0; k < SHORT; k++) {
                spawn (s) short_turns();
            }
        }
        atomic_store(&ended, 0);
        parallel (s) {
            for (int k = 0; k < BEHIND; k++) {
                spawn (s) behind();
            }
            compute(BEHIND);
        }
        atomic_store(&ended, 0);
        parallel (s) {
            spawn (s) in_front();
            for (int k = 0; k < BEHIND; k++) {
                spawn (s) behind();
            }
        }
    }
    printf("taken over\n");
    return 0;
}

// expect: taken over
