// The result of a void function cannot be stored.
#include <tarry.h>

static async void f(void) {}

async int main(void) {
    int x = 0;
    concurrent (s) {
        spawn (s) x = f(); // error: void
    }
    return x;
}
