// A variable-length array is allowed where no await can come while it is alive.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int n = await later(5), total = 0;
    {
        int squares[n];
        for (int i = 0; i < n; i++) {
            squares[i] = i * i;
        }
        for (int i = 0; i < n; i++) {
            total += squares[i];
        }
        total += (int)(sizeof squares / sizeof squares[0]);
    }
    n = await later(total);
    printf("%d\n", n);
    return 0;
}

// expect: 35
