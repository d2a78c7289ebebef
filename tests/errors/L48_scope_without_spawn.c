// A scope that has no children: most likely an await that should have been a spawn.
#include <tarry.h>

static async int job(int n) {
    return await tarry_sleep(n);
}

async int main(void) {
    int n = 0;
    concurrent (s) { // warning: nothing is ever spawned into scope `s`, so it waits for nothing [L48, -Wtarry-empty-scope]
        for (int i = 0; i < 3; i++)
            n += await job(i);
    }
    parallel (outer) { // warning: nothing is ever spawned into scope `outer`
        concurrent (inner) {
            spawn (inner) n = job(1);
            if (outer.error != 0)
                n = outer.error;
        }
    }
    return n;
}
