// Which function is called is decided by an expression: ?:, the comma, a cast, a statement expression, an assignment.
#include <stdio.h>
#include <tarry.h>

static async int f(int x) {
    await tarry_yield();
    return x;
}

static async int g(int x) {
    await tarry_yield();
    return 10 * x;
}

typedef async int handler(int);

async int main(void) {
    handler *p = NULL, *q = g;
    for (int i = 0; i < 2; i++)
        printf("%d\n", await (i ? f : g)(i + 1)); // expect: 10
                                                  // expect: 2
    printf("%d\n", await (p ? p : q)(3));         // expect: 30
    printf("%d\n", await (p ?: f)(3));            // expect: 3
    printf("%d\n", await (p = f, q)(4));          // expect: 40
    printf("%d\n", await (p = q)(5));             // expect: 50
    printf("%d\n", await ({
               handler *r = await f(1) ? f : g;
               r;
           })(6)); // expect: 6
    printf("%d\n", await (*(handler **)&q)(7));            // expect: 70
    printf("%d\n", p && await p(0) ? 1 : p == q && await q(8)); // expect: 1
    return p != NULL && q ? 0 : 1;
}
