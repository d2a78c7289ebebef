// No await where C wants a constant.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    enum { A = await f(1) };                          // error: await cannot stand in
    static int x = await f(2);                        // error: await cannot stand in
    _Static_assert(await f(3), "three");              // error: await cannot stand in
    struct {
        int bits : await f(4); // error: await cannot stand in
    } s = {0};
    switch (x) {
    case await f(5): // error: await cannot stand in
        break;
    }
    return s.bits;
}
