// Variables of a switch's block, written in one case and read behind an await in another, or in the next
// round of a loop around.
// expect: 1 3 | 2 20 | 9 | 0 0
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int choose(int n) {
    int result = 0, other = 0;
    switch (await wait(n)) {
        int shared;
    case 1:
        shared = await wait(1);
        result = shared;
        other = 3;
        break;
    case 2:
        shared = 10;
        other = await wait(20);
        result = 12 - shared;
        break;
    case 3:
        other = await wait(9);
        printf("%d | ", other);
        other = 0;
        break;
    default:
        await wait(0);
    }
    await wait(0);
    if (n != 3) {
        printf("%d %d%s", result, other, n < 3 ? " | " : "\n");
    }
    return 0;
}

async int main(void) {
    for (int i = 1; i <= 4; i++) {
        await choose(i);
    }
    return 0;
}
