// `await spawn` is a statement; it takes what spawn takes.
#include <tarry.h>

static int plain(int n) {
    return n;
}

async void nothing(void);
async int job(int n);

async int value(void) {
    int r = 0, *p = &r;
    concurrent (s, .limit = 1) {
        p[await spawn (s) r = job(1)] = 1; // error: await spawn is a statement, and has no value [L15]
    }
    return r;
}

async int main(void) {
    int r = 0;
    concurrent (s, .limit = 1) {
        await spawn (s) r = plain(2); // error: `plain` is none [L15]
        await spawn (s) r = nothing(); // error: returns void
        await spawn (s) await job(3); // error: nothing to await [L15]
        await spawn (t) job(4); // error: there is no scope `t` here [L16]
    }
    await spawn (s) job(5); // error: spawn outside the block of scope `s` [L16]
    return r;
}

int outside(void) {
    await spawn (s) job(6); // error: await outside async code [L1]
    return 0;
}
