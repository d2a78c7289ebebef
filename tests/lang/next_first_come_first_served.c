// Who has waited longest is given the next result.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_sleep(TARRY_MS(2 * n));
    return n;
}

static async void taker(struct tarry_scope *scope, int number) {
    int *result = await tarry_next(scope);
    printf("taker %d: %d\n", number, result ? *result : -1);
}

async int main(void) {
    int results[3];
    concurrent (s) {
        for (int i = 0; i < 3; i++)
            spawn (s) results[2 - i] = job(i + 1);
        concurrent (takers) {
            for (int i = 0; i < 4; i++)
                spawn (takers) taker(&s, i);
        }
    }
    return 0;
}

// expect: taker 0: 1
// expect: taker 1: 2
// expect: taker 2: 3
// expect: taker 3: -1
