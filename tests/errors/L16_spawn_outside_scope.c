// spawn into a scope that is not there, not yet, or not any more.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    int x = 0;
    spawn (s) x = f(1); // error: spawn outside the block of scope `s`
    concurrent (s) {
        spawn (t) x = f(2); // error: there is no scope `t` here
    }
    spawn (s) x = f(3); // error: spawn outside the block of scope `s`
    return x;
}
