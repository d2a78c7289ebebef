// default may stand anywhere and falls through like any other label.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 4; i++) {
        switch (i) {
        case 1:
            printf("one:%d ", await later(i));
            break;
        default:
            printf("default:%d ", await later(i));
            __attribute__((fallthrough));
        case 2:
            printf("two:%d ", await later(i));
            break;
        case 3:
            printf("three:%d ", await later(i));
        }
        printf("|");
    }
    switch (await later(1)) {
    default:
        printf(" only\n");
    }
    return 0;
}

// expect: default:0 two:0 |one:1 |two:2 |three:3 | only
