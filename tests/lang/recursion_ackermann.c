// A call of the function itself inside the argument of a call of itself.
#include <stdio.h>
#include <tarry.h>

static async int ackermann(int m, int n) {
    if (m == 0) {
        return n + 1;
    }
    if (n == 0) {
        return await ackermann(m - 1, 1);
    }
    return await ackermann(m - 1, await ackermann(m, n - 1));
}

async int main(void) {
    printf("%d %d\n", await ackermann(2, 3), await ackermann(3, 3));
    return 0;
}

// expect: 9 61
