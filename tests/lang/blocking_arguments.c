// Arguments are evaluated by the caller, once; awaits among them first; the null pointer, literals,
// arrays, structs, bit-fields and constants arrive as they are.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct flags {
    unsigned a : 3, b : 5;
    const int fixed;
};

static int sum(int a, int b, int c) {
    return a * 100 + b * 10 + c;
}
static int is_null(const void *p, int *q) {
    return (p == NULL) * 2 + (q == NULL);
}
static size_t length(const char *text) {
    return strlen(text);
}
static int total(const int *numbers, size_t count) {
    int n = 0;
    for (size_t i = 0; i < count; i++)
        n += numbers[i];
    return n;
}
static int add(struct flags f, unsigned b) {
    return (int)(f.a + f.b + b) + f.fixed;
}
static async int later(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int i = 1;
    printf("%d\n", await blocking(sum(i++, await later(2), await later(1))));
    printf("%d\n", i);
    printf("%d %d\n", await blocking(is_null(NULL, 0)), await blocking(is_null(&i, NULL)));
    int numbers[4] = {1, 2, 3, 4};
    const size_t count = 4;
    printf("%d\n", await blocking(total(numbers, count)));
    printf("%d\n", await blocking(total((int[]){5, 6}, 2)));
    printf("%zu\n", await blocking(length("literal")));
    struct flags flags = {.a = 3, .b = 4, .fixed = 5}, *pointer = &flags;
    printf("%d\n", await blocking(add(flags, pointer->b)));
    printf("%d\n", await blocking(sum(pointer->fixed, 'a' - 'a', (int)sizeof flags > 0)));
    printf("%d\n", await blocking(sum(await blocking(sum(0, 0, 1)), await blocking(sum(0, 0, 2)),
                                      await later(3))));
    return 0;
}

// expect: 121
// expect: 2
// expect: 3 1
// expect: 10
// expect: 11
// expect: 7
// expect: 16
// expect: 501
// expect: 123
