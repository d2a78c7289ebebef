// The operand of await is the call of an async function, and nothing else.
#include <tarry.h>

struct pair {
    int first;
};

static async int f(int x) {
    return x;
}

static async struct pair *pair(struct pair *p) {
    return p;
}

async int main(void) {
    struct pair p = {0};
    int x = 1;
    await 5;              // error: the operand of await is not a call of an async function
    await x;              // error: the operand of await is not a call of an async function
    await f;              // error: the operand of await is not a call of an async function
    await pair(&p)->first; // error: await applies to all of what follows
    await (x, f(1));      // error: await
    return await f(0);
}
