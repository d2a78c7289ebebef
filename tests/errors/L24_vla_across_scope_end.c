// The end of a scope waits too.
#include <tarry.h>

static async void f(int *p) {
    *p = 1;
}

async int main(void) {
    volatile int n = 3;
    int a[n]; // error: `a` has a size that is not constant, and is alive across an await
    concurrent (s) {
        spawn (s) f(a);
    }
    return a[0];
}
