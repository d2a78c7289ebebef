// Concurrent scopes inside the children of a parallel one: each keeps its own children on one
// worker, so plain counters are safe in each.
// env: TARRY_WORKERS=4
#include <stdio.h>
#include <tarry.h>

static async void count(int *counter) {
    for (int i = 0; i < 20; i++) {
        int before = *counter;
        *counter = before + 1;
        await tarry_yield();
    }
}

static async int group(void) {
    int counter = 0;
    concurrent (s) {
        for (int i = 0; i < 10; i++) {
            spawn (s) count(&counter);
        }
        await count(&counter);
    }
    await tarry_yield();
    return counter;
}

async int main(void) {
    int groups[40], wrong = 0;
    parallel (s) {
        for (int i = 0; i < 40; i++) {
            spawn (s) groups[i] = group();
        }
    }
    for (int i = 0; i < 40; i++) {
        wrong += groups[i] != 220;
    }
    printf("%d wrong\n", wrong);
    return 0;
}

// expect: 0 wrong
