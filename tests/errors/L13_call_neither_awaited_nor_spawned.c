// A call of an async function does nothing by itself: as a statement, an argument, an initialiser, a result, a condition.
#include <stdio.h>
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    f(1);            // error: call of async function `f` is neither awaited nor spawned
    int x = f(2);    // error: call of async function `f` is neither awaited nor spawned
    printf("%d\n",   //
           f(3));    // error: call of async function `f` is neither awaited nor spawned
    if (x && f(4)) { // error: call of async function `f` is neither awaited nor spawned
        x = await f(f(5)); // error: call of async function `f` is neither awaited nor spawned
    }
    (void)f(6); // error: call of async function `f` is neither awaited nor spawned
    return f(7); // error: call of async function `f` is neither awaited nor spawned
}
