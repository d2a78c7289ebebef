// goto over awaits to a label further down.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    printf("later(%d) ", x);
    await tarry_yield();
    return x;
}

static async int open_three(int failing) {
    if (await later(1) == failing) {
        goto out;
    }
    if (await later(2) == failing) {
        goto close_first;
    }
    if (await later(3) == failing) {
        goto close_second;
    }
    printf("all ");
close_second:
    await later(-2);
close_first:
    await later(-1);
out:
    return failing;
}

async int main(void) {
    for (int i = 1; i <= 4; i++) {
        printf("%d\n", await open_three(i));
    }
    return 0;
}

// expect: later(1) 1
// expect: later(1) later(2) later(-1) 2
// expect: later(1) later(2) later(3) later(-2) later(-1) 3
// expect: later(1) later(2) later(3) all later(-2) later(-1) 4
