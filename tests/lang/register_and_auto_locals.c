// The storage classes register and auto, of locals, parameters and loop variables.
#include <stdio.h>
#include <tarry.h>

static async int later(register int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    register int a = await later(1);
    auto int b = await later(2);
    register const char *s = "text";
    int sum = 0;
    for (register int i = 0; i < 3; i++) {
        sum += await later(i) + a;
    }
    await tarry_yield();
    printf("%d %d %s %d\n", a, b, s, sum);
    return 0;
}

// expect: 1 2 text 6
