// spawn through pointers that are not async.
#include <tarry.h>

struct plain_ops {
    int (*run)(int);
};

static int plain(int x) {
    return x;
}

async int main(void) {
    int (*f)(int) = plain;
    struct plain_ops ops = {plain};
    int x = 0;
    concurrent (s) {
        spawn (s) x = f(0);       // error: spawn needs the call of an async function, and `f` is none
        spawn (s) x = (*f)(0);    // error: spawn needs the call of an async function, and `f` is none
        spawn (s) x = ops.run(0); // error: spawn needs the call of an async function, and `run` is none
    }
    return x;
}
