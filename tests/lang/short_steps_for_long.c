// Tasks whose steps are too short to be worth sharing do not stay on one worker for ever: two that take turns end up on two
// threads, with nothing that waits for longer than a few microseconds.
// env: TARRY_WORKERS=2
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <tarry.h>

enum { NOTHINGS = 10000, STEP = 2000 };

static _Atomic uintptr_t thread_of[2];
static atomic_bool apart;

static async void nothing(void) {}

static void compute(void) {
    for (volatile int i = 0; i < STEP; i++) {
    }
}

static async void steps(int number) {
    while (!atomic_load(&apart)) {
        compute();
        atomic_store(&thread_of[number], (uintptr_t)pthread_self());
        uintptr_t other = atomic_load(&thread_of[!number]);
        if (other != 0 && other != (uintptr_t)pthread_self()) {
            atomic_store(&apart, true);
        }
        await tarry_yield();
    }
}

async int main(void) {
    parallel (s) {
        for (int i = 0; i < NOTHINGS; i++) {
            spawn (s) nothing();
        }
    }
    parallel (s) {
        spawn (s) steps(0);
        spawn (s) steps(1);
    }
    printf("apart\n");
    return 0;
}

// expect: apart
