// A deferred statement runs to its end: it does not return, and does not jump out of itself.
#include <tarry.h>

static async int f(void) {
    defer return 5; // error: return out of a deferred statement
    await tarry_yield();
    return 0;
}

async int main(void) {
    for (int i = 0; i < 3; i++) {
        defer {
            if (i == 1) {
                break; // error: break out of a deferred statement
            }
            continue; // error: continue out of a deferred statement
        }
        defer {
            goto out; // error: goto out of a deferred statement
        }
    }
out:
    return await f();
}
