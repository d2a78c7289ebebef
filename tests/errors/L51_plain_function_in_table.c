// A plain function given to a pointer to async functions, where types tell: in a table, as an argument, by a typedef.
#include <tarry.h>

typedef async int handler(int);

struct ops {
    async int (*run)(int);
};

static int plain(int x) {
    return x;
}

static const struct ops table[] = {{plain}, {.run = plain}}; // error: incompatible // error: incompatible
handler *variable = plain;                                   // error: incompatible

static async int call(handler *h) {
    return await h(1);
}

void set(struct ops *ops);
void set(struct ops *ops) {
    ops->run = plain; // error: incompatible
}

async int main(void) {
    struct ops ops = {0};
    ops.run = plain; // error: incompatible
    return await call(plain) + await table[0].run(0) + await ops.run(0); // error: incompatible
}
