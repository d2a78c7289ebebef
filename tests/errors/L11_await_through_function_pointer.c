// A call through a pointer cannot be awaited: pointers to async functions are not supported yet.
#include <tarry.h>

static int plain(int x) {
    return x;
}

async int main(void) {
    int (*f)(int) = plain;
    return await (*f)(0); // error: await needs the call of an async function by its name
}
