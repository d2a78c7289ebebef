// A variable that has a value on some ways only is kept where it has one, and nobody is warned.
// expect: 5 0 | 7 0 | 3 | 8
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int correlated(int has) {
    int value;
    if (has) {
        value = await wait(5);
    }
    await wait(0);
    return has ? value : 0;
}

static async int later(int has) {
    int value;
    await wait(0); // it has no value yet
    if (has) {
        value = 7;
    }
    await wait(0);
    if (has) {
        return value;
    }
    return 0;
}

static async int found(const int *table, int count) {
    int at, found = 0;
    for (int i = 0; i < count && !found; i++) {
        if (await wait(table[i]) == 9) {
            at = i;
            found = 1;
        }
    }
    await wait(0);
    return found ? at : -1;
}

static async int by_switch(int n) {
    int value;
    switch (await wait(n)) {
    case 0:
        value = 8;
        break;
    case 1:
        value = 9;
        break;
    default:
        __builtin_abort();
    }
    await wait(0);
    return value;
}

async int main(void) {
    int first = await correlated(1);
    printf("%d %d | ", first, await correlated(0));
    first = await later(1);
    printf("%d %d | ", first, await later(0));
    int table[] = {1, 2, 3, 9};
    printf("%d | ", await found(table, 4));
    printf("%d\n", await by_switch(0));
    return 0;
}
