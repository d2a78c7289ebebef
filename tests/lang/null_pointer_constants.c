// A literal 0 or NULL beside an await stays a null pointer constant: as an argument, in ?:, in
// comparisons.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int *pointer(int *p) {
    await tarry_yield();
    return p;
}

static int is_null(const int *p, int n, const char *s) {
    return (p == 0) * 100 + n * 10 + (s == NULL);
}

async int main(void) {
    int x = 5, one = 1;
    printf("%d\n", is_null(0, await later(1), NULL));
    printf("%d\n", is_null(&x, await later(2), 0));
    printf("%d\n", is_null(NULL, await later(3), "s"));
    printf("%d\n", (one ? 0 : await pointer(&x)) == NULL);
    printf("%d\n", *(one ? await pointer(&x) : 0));
    printf("%d\n", *(await later(0) ? NULL : await pointer(&x)));
    printf("%d %d\n", 0 == await pointer(&x), await pointer(NULL) == 0);
    int *p = await later(1) ? 0 : &x;
    printf("%d %d\n", p == 0, await pointer(0) == p);
    return 0;
}

// expect: 111
// expect: 21
// expect: 130
// expect: 1
// expect: 5
// expect: 5
// expect: 0 1
// expect: 1 1
