// blocking takes the call of an ordinary function, whose value is used only if it has one.
#include <tarry.h>

async int job(int n);
int plain(int n);

static async int operands(int n, async int (*pointer)(int)) {
    await blocking(n); // error: blocking takes the call of a function [L37]
    await blocking(plain(n) + 1); // error: blocking takes the call of a function [L37]
    await blocking(({ plain(n); })); // error: blocking takes the call of a function [L37]
    await blocking(job(n)); // error: this one is async [L37]
    await blocking(pointer(n)); // error: this one is async [L37]
    await blocking(plain(job(n))); // error: neither awaited nor spawned [L13]
    return await blocking(plain(await job(n)));
}

async int main(void) {
    return await operands(1, job);
}
