// Two functions with local types, enumerators and typedefs of the same names and different
// contents.
#include <stdio.h>
#include <tarry.h>

static async int first(void) {
    enum { SIZE = 2, LAST };
    struct item {
        int a[SIZE];
    };
    typedef struct item item;
    union value {
        char c;
    };
    item i = {{1, LAST}};
    await tarry_yield();
    return i.a[1] * 100 + (int)sizeof(item) * 10 + (int)sizeof(union value);
}

static async int second(void) {
    enum { SIZE = 3, LAST = 7 };
    struct item {
        char a[SIZE];
    };
    typedef struct item *item;
    union value {
        double d;
    };
    struct item i = {{1, LAST, 2}};
    item p = &i;
    await tarry_yield();
    return p->a[1] * 100 + (int)sizeof(struct item) * 10 + (int)sizeof(union value);
}

enum { SIZE = 50 };

struct item {
    long value;
};

async int main(void) {
    struct item i = {SIZE};
    printf("%d %d ", await first(), await second());
    await tarry_yield();
    printf("%ld\n", i.value);
    return 0;
}

// expect: 381 738 50
