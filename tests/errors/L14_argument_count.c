// Too few and too many arguments, awaited and spawned.
#include <tarry.h>

static async int add(int a, int b) {
    return a + b;
}

static async void nothing(void) {}

async int main(void) {
    int x = await add(1);          // error: async function `add` takes 2 arguments, but is called with 1
    x += await add(1, 2, 3);       // error: async function `add` takes 2 arguments, but is called with 3
    await nothing(1);              // error: async function `nothing` takes 0 arguments, but is called with 1
    concurrent (s) {               //
        spawn (s) x = add();       // error: async function `add` takes 2 arguments, but is called with 0
    }
    return x;
}
