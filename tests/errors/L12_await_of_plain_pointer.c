// await through pointers that are not async.
#include <tarry.h>

struct plain_ops {
    int (*run)(int);
};

static int plain(int x) {
    return x;
}

int (*variable)(int) = plain;
static int (*table[2])(int);

async int main(void) {
    int (*f)(int) = plain;
    struct plain_ops ops = {plain}, *p = &ops;
    int x = await (*f)(0);         // error: `f` is not an async function
    x += await f(0);               // error: `f` is not an async function
    x += await variable(0);        // error: `variable` is not an async function
    x += await table[1](0);        // error: `table` is not an async function
    x += await ops.run(0);         // error: member `run` is no pointer to async functions
    return x + await p->run(0);    // error: member `run` is no pointer to async functions
}
