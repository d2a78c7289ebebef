// spawn, concurrent and defer in a plain function.
#include <stdio.h>
#include <tarry.h>

static async int f(int x) {
    return x;
}

int main(void) {
    concurrent (s) {    // error: concurrent outside an async function
        spawn (s) f(1); // error: spawn outside an async function
    }
    parallel (s) { // error: parallel outside an async function
    }
    defer printf("never\n"); // error: defer outside an async function
    return 0;
}
