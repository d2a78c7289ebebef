// Pointers to async functions with the reserved spellings only; async is a name like any other then.
#define TARRY_NO_KEYWORDS
#include <stdio.h>
#include <tarry.h>

struct ops {
    int async;
    _Async int (*run)(int async);
};

static _Async int f(int async) {
    _Await tarry_yield();
    return async;
}

static int plain(int async, _Async int (*await)(int)) {
    return await == f ? async : 0;
}

_Async int main(void) {
    struct ops ops = {1, f};
    int await = 2;
    printf("%d %d %d\n", _Await ops.run(3), plain(4, ops.run), ops.async + await); // expect: 3 4 3
    return 0;
}
