// Types of async functions and of pointers to them, at file scope and local; casts; sizeof; typeof.
#include <stdio.h>
#include <tarry.h>

typedef async int handler(int);
typedef async int (*handler_pointer)(int), (*handlers[2])(int);
typedef struct {
    handler *first;
    handler_pointer second;
} pair;

static async int f(int x) {
    await tarry_yield();
    return x + 1;
}

static async int g(int x) {
    return x + 10;
}

static handler *global = f;
static handlers both = {f, g};
static const pair constant = {g, f};

static async int run(handler *h, handler_pointer q, int x) {
    return await h(await q(x));
}

async int main(void) {
    typedef async int local_handler(int);
    typedef async int (*local_pointer)(int);
    local_handler *a = g;
    local_pointer b = global;
    void *untyped = (void *)g;
    printf("%d %d\n", await a(1), await b(1));                        // expect: 11 2
    printf("%d %d\n", await both[0](1), await both[1](1));            // expect: 2 11
    printf("%d %d\n", await constant.first(1), await constant.second(1)); // expect: 11 2
    printf("%d\n", await run(f, g, 1));                               // expect: 12
    printf("%d\n", await ((async int (*)(int))untyped)(2));           // expect: 12
    printf("%d\n", await ((handler_pointer)untyped)(2));              // expect: 12
    printf("%d\n", sizeof(async int (*)(int)) == sizeof(void (*)(void))); // expect: 1
    __typeof__(b) c = g;
    __typeof__(async int (*)(int)) d = c;
    __auto_type e = d;
    printf("%d %d %d\n", await c(3), await d(4), await e(5)); // expect: 13 14 15
    return 0;
}
