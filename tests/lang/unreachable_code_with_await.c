// Awaits in code that is never reached: after return, break, goto, in if (0).
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int early(int x) {
    if (x) {
        return await later(x);
        await later(1);
    }
    return 0;
    return await later(3);
}

async int main(void) {
    for (;;) {
        break;
        await later(2);
    }
    goto end;
    printf("%d\n", await later(4));
end:
    if (0) {
        await later(5);
    }
    while (0) {
        printf("%d\n", await later(6));
    }
    printf("%d %d\n", await early(7), await early(0));
    return 0;
}

// expect: 7 0
