// Two structs with a member of one name, async in one of them: types tell.
// compilers: gcc
#include <tarry.h>

struct async_ops {
    async int (*run)(int);
};
struct plain_ops {
    int (*run)(int, void *);
};

static int plain(int x, void *context) {
    return context ? x : 0;
}

async int main(void) {
    struct plain_ops ops = {plain};
    struct async_ops none = {0};
    int x = ops.run(1, &none);
    return x + await ops.run(0, &x); // error: too many arguments // warning: makes integer from pointer // error: too many arguments
}
