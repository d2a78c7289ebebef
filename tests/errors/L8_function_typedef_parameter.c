// A parameter whose type is a function behind a typedef: write the pointer that it is.
#include <tarry.h>

typedef int operation(int);

static async int apply(operation callback, int x) { // error: parameter `callback` of async function `apply` is of a function type by typedef
    await tarry_yield();
    return callback(x);
}

async int main(void) {
    return 0;
}
