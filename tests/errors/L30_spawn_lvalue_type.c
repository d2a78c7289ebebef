// The lvalue of a spawn has the type of the result: it is written by the child, without a conversion.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    double d = 0;
    char c = 0;
    concurrent (s) {
        spawn (s) d = f(1); // error: type is not the result type of f
        spawn (s) c = f(2); // error: type is not the result type of f
    }
    return d + c > 0;
}
