// Each level of a recursion runs its own deferred statements when it returns.
#include <stdio.h>
#include <tarry.h>

static async int down(int n) {
    defer printf("%d ", n);
    if (n == 0) {
        return 0;
    }
    defer await tarry_yield();
    return await down(n - 1) + n;
}

async int main(void) {
    printf("= %d\n", await down(4));
    return 0;
}

// expect: 0 1 2 3 4 = 10
