// A spawn that stands in an argument, or in the lvalue, of another one starts its own child, and
// takes nothing from the other one: neither its result's place nor the room it waited for.
#include <tarry.h>
#include <stdio.h>

static async int give(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int x = -1, y = -1, z = -1, w = -1, v[2] = {-1, -1};
    async int (*p)(int) = give;
    parallel (s, .limit = 7) {
        await spawn (s) x = p(({
            await spawn (s) y = p(1);
            3;
        }));
        await spawn (s) z = p(({
            await spawn (s) w = give(5);
            7;
        }));
        await spawn (s) v[({
            await spawn (s) v[0] = give(8);
            1;
        })] = give(9);
    }
    printf("%d %d %d %d %d %d\n", x, y, z, w, v[0], v[1]); // expect: 3 1 7 5 8 9
    int q = -1, r = -1;
    parallel (s) {
        spawn (s) q = p(({
            spawn (s) r = p(1);
            2;
        }));
    }
    printf("%d %d\n", q, r); // expect: 2 1
    return 0;
}
