// Deferred statements of a scope's block run before the scope waits for its children; those
// outside, after.
#include <stdio.h>
#include <tarry.h>

static async void child(void) {
    await tarry_yield();
    await tarry_yield();
    printf("child\n");
}

async int main(void) {
    defer printf("outside\n");
    concurrent (s) {
        defer printf("inside\n");
        spawn (s) child();
        printf("block\n");
    }
    printf("after\n");
    return 0;
}

// expect: block
// expect: inside
// expect: child
// expect: after
// expect: outside
