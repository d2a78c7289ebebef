// The variable of a spawn through a pointer has the type of the result.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    async int (*p)(int) = f;
    long wide = 0;
    concurrent (s) {
        spawn (s) wide = p(0); // error: type is not the result type of the function
    }
    return (int)wide;
}
