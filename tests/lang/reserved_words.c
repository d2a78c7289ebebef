// With TARRY_NO_KEYWORDS only the reserved spellings are words; async, await, defer and the others
// are free.
#define TARRY_NO_KEYWORDS
#include <stdio.h>
#include <tarry.h>

static _Async int later(int await) {
    int async = await;
    _Await tarry_yield();
    return async;
}

struct race {
    int defer, when;
};

_Async int main(void) {
    int spawn = _Await later(1), race = 2, defer = 3, parallel = 4, async = 5;
    struct race r = {_Await later(6), 7};
    _Defer printf("deferred\n");
    _Concurrent (s) {
        _Spawn (s)
            spawn
                = later(10);
        _Spawn (s) race = later(20);
    }
    _Parallel (concurrent) {
        _Spawn (concurrent) defer = later(30);
    }
    printf("%d %d %d %d %d %d\n", spawn, race, defer, parallel, async, r.defer + r.when);
    return 0;
}

// expect: 10 20 30 4 5 13
// expect: deferred
