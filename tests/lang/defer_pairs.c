// The use of it all: what was taken is given back on every way out.
#include <stdio.h>
#include <tarry.h>

static int held;

static async int take(int n) {
    await tarry_yield();
    if (n < 0) {
        return -1;
    }
    held++;
    return 0;
}

static void give(void) {
    held--;
}

static async int use(int a, int b, int c) {
    if (await take(a) < 0) {
        return -1;
    }
    defer give();
    if (await take(b) < 0) {
        return -2;
    }
    defer give();
    for (int i = 0; i < 3; i++) {
        if (await take(c) < 0) {
            return -3;
        }
        defer give();
        if (i == 2) {
            break;
        }
    }
    return held;
}

async int main(void) {
    printf("%d ", await use(-1, 1, 1));
    printf("%d ", await use(1, -1, 1));
    printf("%d ", await use(1, 1, -1));
    printf("%d ", await use(1, 1, 1));
    printf("held %d\n", held);
    return 0;
}

// expect: -1 -2 -3 2 held 0
