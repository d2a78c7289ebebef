// spawn into something that is no scope.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    int x = 0;
    concurrent (s) {
        int s = 0;
        spawn (s) x = f(s); // error: `s` is not a scope
    }
    return x;
}
