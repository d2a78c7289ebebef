#include <tarry.h>

async int f(void), g(void) { // error: only one async function can be defined at a time; declare the others before
    return 1;
}

async int h(void) {
    return await f() + await g();
}

async int g(int); // error: async function `g` has 1 parameter here and 0 elsewhere

async int main(void) {
    return await h();
}
