// Many more tasks than a worker's queue has room for yield for ever, until each of them has had its turns.
// env: TARRY_WORKERS=2
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

enum { TASKS = 1000, TURNS = 10 };

static atomic_int without_turns = TASKS;

static async void take_turns(void) {
    for (int turns = 1; atomic_load(&without_turns) > 0; turns++) {
        if (turns == TURNS) {
            atomic_fetch_sub(&without_turns, 1);
        }
        await tarry_yield();
    }
}

async int main(void) {
    parallel (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn (s) take_turns();
        }
    }
    puts("everybody");
    return 0;
}

// expect: everybody
