// An async function has one storage class, and one a function can have.
#include <tarry.h>

static static async int f(int a) { // error: `static` behind `static`
    return a;
}

extern async int g(int a);
static extern async int g(int a); // error: `extern` behind `static`

register async int h(int a) { // error: an async function cannot be `register`
    return a;
}

async int i(register int a, register register int b) { // error: a parameter cannot be `register` twice
    return a + b;
}

async int j(static int a) { // error: a parameter cannot be `static`
    return a;
}

async int main(void) {
    return await f(1) + await g(1) + await h(1) + await i(1, 2) + await j(1);
}
