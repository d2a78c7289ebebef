// The lvalue of an assignment with an await on the right is evaluated exactly once.
#include <stdio.h>
#include <tarry.h>

static int calls;

static async int later(int x) {
    await tarry_yield();
    return x;
}

static int *counted(int *p) {
    calls++;
    return p;
}

async int main(void) {
    int a[6] = {1, 1, 1, 1, 1, 1}, i = 0, *p = a + 3;
    a[i++] = await later(10);
    a[i++] += await later(20);
    a[++i] = await later(30);
    *p++ = await later(40);
    *p++ -= await later(50);
    *counted(&a[5]) = await later(60);
    *counted(&a[5]) += await later(1);
    for (int k = 0; k < 6; k++) {
        printf("%d ", a[k]);
    }
    printf("\n%d %d %d\n", i, (int)(p - a), calls);
    return 0;
}

// expect: 10 21 1 40 -49 61
// expect: 3 5 2
