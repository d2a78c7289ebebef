// A call through a pointer to async functions is awaited or spawned, as one by name.
#include <tarry.h>

typedef async int handler(int);

static async int f(int x) {
    return x;
}

static async int run(handler *parameter, async int (*other)(int)) {
    async int (*local)(int) = f;
    async int (*array[2])(int) = {f, f};
    int x = local(1);        // error: neither awaited nor spawned
    x += (*local)(1);        // error: neither awaited nor spawned
    parameter(x);            // error: neither awaited nor spawned
    array[1](x);             // error: neither awaited nor spawned
    return x + other(2);     // error: neither awaited nor spawned
}

async int main(void) {
    return await run(f, f);
}
