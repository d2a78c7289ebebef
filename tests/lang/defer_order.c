// Deferred statements run at the end of their block, last first, after everything else in it.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    defer printf("first\n");
    defer printf("second\n");
    {
        defer printf("inner first\n");
        await tarry_yield();
        defer printf("inner second\n");
        printf("inner\n");
    }
    defer {
        printf("third");
        printf("\n");
    }
    await tarry_yield();
    printf("body\n");
    return 0;
}

// expect: inner
// expect: inner second
// expect: inner first
// expect: body
// expect: third
// expect: second
// expect: first
