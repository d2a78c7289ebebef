// Many awaits in one function, each with other locals alive: what is saved at one is not lost at another.
// expect: 55 385 10
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int a = await wait(1);
    int b = await wait(a + 1);
    int c = await wait(b + 1);
    int d = await wait(c + 1), squares = a * a + b * b;
    int e = await wait(d + 1);
    squares += c * c + d * d;
    int sum = a + b + c + d + e;
    a = await wait(e + 1);
    squares += e * e;
    b = await wait(a + 1);
    squares += a * a;
    c = await wait(b + 1);
    squares += b * b;
    d = await wait(c + 1);
    squares += c * c;
    e = await wait(d + 1);
    squares += d * d + e * e;
    await wait(0);
    printf("%d %d %d\n", sum + a + b + c + d + e, squares, e);
    return 0;
}
