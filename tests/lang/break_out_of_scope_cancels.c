// break out of a loop around a scope leaves the scope: its children are cancelled and waited for.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    int result = 0, turns = 0;
    for (;;) {
        turns++;
        concurrent (s) {
            spawn (s) result = sleeper();
            await tarry_yield();
            if (turns == 1) {
                break;
            }
        }
        printf("never\n");
    }
    printf("%d %d\n", turns, result == -ECANCELED);
    switch (turns) {
    case 1:
        parallel (s) {
            spawn (s) result = sleeper();
            result = 0;
            break;
        }
        printf("never\n");
    }
    printf("%d\n", result == -ECANCELED);
    return 0;
}

// expect: 1 1
// expect: 1
