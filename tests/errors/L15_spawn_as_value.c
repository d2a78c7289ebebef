#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    int r = 0;
    concurrent (s) {
        r = spawn (s) job(1); // error: spawn is a statement, and has no value [L15]
        spawn (s) {           // error: spawn starts a call, not a block [L15]
            job(2);
        }
        spawn (s) r = job(3);
    }
    return r;
}
