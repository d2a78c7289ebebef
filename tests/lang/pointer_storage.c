// static, extern, const, volatile, atomic and thread-local pointers to async functions, at file scope and local.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

extern async int (*declared)(int);
static async int (*tentative)(int);
static async int (*first)(int), (*second)(int);
static const volatile struct {
    async int (*member)(int);
} sealed;

static async int f(int x) {
    await tarry_yield();
    return x + 1;
}

async int (*declared)(int) = f;
static async int (*const constant)(int) = f;
static async int (*volatile changing)(int) = f;
static _Thread_local async int (*per_thread)(int) = f;
static struct {
    int x;
    struct {
        async int (*deep[2])(int);
    } inner;
} nested = {1, {{f, f}}};

static async int counted(int x) {
    static async int (*remembered)(int);
    static async int (*const always[])(int) = {f, f};
    if (!remembered)
        remembered = always[x & 1];
    return await remembered(x);
}

async int main(void) {
    async int (*_Atomic swapped)(int) = f;
    register async int (*in_register)(int) = f;
    const struct {
        async int (*run)(int);
    } local = {f};
    tentative = first = second = declared;
    printf("%d %d %d %d\n", await declared(1), await tentative(2), await first(3), await second(4)); // expect: 2 3 4 5
    printf("%d %d %d\n", await constant(1), await changing(2), await per_thread(3));                // expect: 2 3 4
    printf("%d %d %d\n", await nested.inner.deep[1](1), await counted(2), await counted(3));        // expect: 2 3 4
    printf("%d %d %d %d\n", await swapped(1), await in_register(2), await local.run(3), sealed.member == 0); // expect: 2 3 4 1
    return 0;
}
