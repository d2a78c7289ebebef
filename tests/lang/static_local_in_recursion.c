// A static local is shared by all levels of a recursion, other locals are not.
#include <stdio.h>
#include <tarry.h>

static async int depth(int n) {
    static int deepest, calls;
    int own = n;
    calls++;
    if (n > deepest) {
        deepest = n;
    }
    await tarry_yield();
    if (n < 5) {
        await depth(n + 1);
    }
    printf("%d:%d:%d ", own, deepest, calls);
    return deepest;
}

async int main(void) {
    printf("= %d\n", await depth(0));
    return 0;
}

// expect: 5:5:6 4:5:6 3:5:6 2:5:6 1:5:6 0:5:6 = 5
