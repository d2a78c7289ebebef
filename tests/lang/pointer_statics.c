// Tables inside functions, of functions that are defined further down, and of functions with attributes.
#include <stdio.h>
#include <tarry.h>

static async int later(int x);
static async int never_called(int x);

static async int call(unsigned which, int x) {
    static async int (*const table[])(int) = {later, [2] = later};
    static const struct {
        async int (*run)(int);
    } one = {.run = later}, *const self = &one;
    return which < 3 && table[which] ? await table[which](x) : await self->run(-x);
}

__attribute__((noinline, unused)) static async int later(int x) {
    await tarry_yield();
    return x + 1;
}

__attribute__((cold)) static async int never_called(int x) {
    return x;
}

static async int (*const unused_table[])(int) __attribute__((unused)) = {never_called, later};

async int main(void) {
    printf("%d %d %d %d\n", await call(0, 1), await call(1, 1), await call(2, 1), await call(3, 1)); // expect: 2 0 2 0
    return 0;
}
