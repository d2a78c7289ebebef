// The compiler's warnings about variables are about those of async functions too.
#include <tarry.h>

static async int f(int n) {
    int unused;        // warning: unused variable
    int only_set = n;  // warning: only_set
    int uninitialized; // (where it is read)
    await tarry_yield();
    only_set = 2;
    return uninitialized + n; // warning: uninitialized
}

async int main(void) {
    char array[10]; // warning: unused variable
    int same_name = 0;
    await tarry_yield();
    {
        int same_name = 1; // warning: unused variable
        await tarry_yield();
    }
    return same_name + await f(2);
}
