// Generated signatures number their parameters; a type may have such a name.
#include <stdio.h>
#include <tarry.h>

typedef int p1;
typedef struct {
    int value;
} p2;

async int declared(int x, p1 y, p2 z);

async static int slow(int x, p1 y, p2 z) {
    await tarry_yield();
    return x + y + z.value;
}

async static int recursive(int x, p1 y, p2 z) {
    if (x == 0) {
        return y + z.value;
    }
    return await recursive(x - 1, y + 1, z);
}

async int declared(int x, p1 y, p2 z) {
    return x * await slow(x, y, z);
}

async int main(void) {
    p2 z = {3};
    printf("%d %d %d\n", await slow(1, 2, z), await recursive(5, 2, z), await declared(2, 3, z));
    return 0;
}

// expect: 6 10 16
