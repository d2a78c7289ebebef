// files: spawns_elsewhere.c
// A scope passed by its address: a function of another file spawns into it, waits for room in it, and takes
// its results; as a callee and as a child of the scope itself.
#include <stdio.h>
#include <tarry.h>

async void spawn_squares(struct tarry_scope *scope, int *results, int count);
async int sum_results(struct tarry_scope *scope);

async int main(void) {
    int results[20], more[20], sum = 0, other = 0;
    concurrent (s, .limit = 3) {
        await spawn_squares(&s, results, 20);
        sum = await sum_results(&s);
    }
    parallel (s, .limit = 3) {
        await spawn (s) spawn_squares(&s, more, 20);
        await tarry_sleep(TARRY_MS(1));
    }
    for (int i = 0; i < 20; i++)
        other += more[i];
    printf("%d %d\n", sum, other);
    return 0;
}

// expect: 2470 2470
