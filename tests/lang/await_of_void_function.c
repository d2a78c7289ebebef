// An async function that returns nothing: by falling off its end, by `return;`, with and without a
// wait.
#include <stdio.h>
#include <tarry.h>

static int steps;

static async void nothing(void) {}

static async void step(void) {
    await tarry_yield();
    steps++;
}

static async void stop_at(int limit) {
    for (int i = 0;; i++) {
        if (i == limit) {
            return;
        }
        await step();
    }
}

async int main(void) {
    await nothing();
    await step();
    printf("%d\n", steps);
    await stop_at(4);
    await stop_at(0);
    printf("%d\n", steps);
    return 0;
}

// expect: 1
// expect: 5
