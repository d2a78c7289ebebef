// Values computed to the left of an await, which is the last thing evaluated in each line, are kept
// across it.
#include <stdio.h>
#include <tarry.h>

static int counter;

static int next(void) {
    return ++counter;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

static int sum(int a, int b, int c) {
    return a * 100 + b * 10 + c;
}

async int main(void) {
    int x = 2, *p = &x;
    double d = 0.5;
    const char *s = "abc";
    printf("%d\n", next() * 10 + await later(3));
    printf("%.2f\n", d * 3 + await later(1));
    printf("%d\n", (s[1] - 'a') + await later(4));
    printf("%d\n", *p * x + await later(5));
    printf("%d\n", sum(next() + 1, 4, await later(5)));
    printf("%d\n", (next() && 1) + await later(6));
    printf("%d calls\n", counter);
    return 0;
}

// expect: 13
// expect: 2.50
// expect: 5
// expect: 9
// expect: 345
// expect: 7
// expect: 3 calls
