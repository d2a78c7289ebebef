// concurrent and parallel need a block.
#include <tarry.h>

static async void f(void) {}

async int main(void) {
    concurrent (s) // error@+1: concurrent needs a block
        spawn (s) f();
    return 0;
}
