// A statement expression with an await inside sizeof, __typeof__ or the control of _Generic:
// nothing runs.
#include <stdio.h>
#include <tarry.h>

#ifdef __clang__
#pragma clang diagnostic ignored "-Wunevaluated-expression"
#endif

static int runs;

static async long later(long x) {
    runs++;
    await tarry_yield();
    return x;
}

async int main(void) {
    printf("%d\n", (int)sizeof(({
               char v = (char)await later(4);
               v += await later(1);
               v;
           })));
    __typeof__(({
        long v = await later(2);
        v * 2;
    })) x = await later(5);
    printf("%ld %s\n", x, _Generic(({ await later(3); }), long : "long", default : "other"));
    printf("%d\n", runs);
    return 0;
}

// expect: 1
// expect: 5 long
// expect: 1
