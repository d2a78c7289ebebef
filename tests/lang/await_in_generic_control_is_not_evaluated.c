// The controlling expression of _Generic is not evaluated, only its type is used.
#include <stdio.h>
#include <tarry.h>

static int runs;

static async long later(long x) {
    runs++;
    await tarry_yield();
    return x;
}

async int main(void) {
    printf("%s\n", _Generic(await later(1), int : "int", long : "long", default : "other"));
    printf("%d\n", runs);
    await later(2);
    printf("%d\n", runs);
    return 0;
}

// expect: long
// expect: 0
// expect: 1
