// An awaited spawn waits, too.
#include <tarry.h>

static async int f(int n) {
    await tarry_sleep(0);
    return n;
}

async int main(void) {
    int n = 0;
    concurrent (s, .limit = 1) {
        race {
            when (n = await f(({ await spawn (s) f(1); 1; }))) // error: no `await spawn` in the expression of a `when`
                n++;
        }
    }
    return n;
}
