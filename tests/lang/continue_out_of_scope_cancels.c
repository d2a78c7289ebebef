// continue of a loop around a scope leaves the scope: its children are cancelled and waited for in
// each turn.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int *alive) {
    ++*alive;
    int error = await tarry_sleep(TARRY_SEC(3600));
    --*alive;
    return error;
}

async int main(void) {
    int alive = 0;
    for (int i = 0; i < 3; i++) {
        int results[2] = {0, 0};
        defer printf("turn %d: %d %d alive %d\n", i, results[0] == -ECANCELED,
                     results[1] == -ECANCELED, alive);
        concurrent (s) {
            spawn (s) results[0] = sleeper(&alive);
            spawn (s) results[1] = sleeper(&alive);
            await tarry_yield();
            printf("alive %d\n", alive);
            continue;
        }
        printf("never\n");
    }
    return 0;
}

// expect: alive 2
// expect: turn 0: 1 1 alive 0
// expect: alive 2
// expect: turn 1: 1 1 alive 0
// expect: alive 2
// expect: turn 2: 1 1 alive 0
