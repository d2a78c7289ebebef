// A block that is left at its closing brace runs its deferred statements there, before what
// follows.
#include <stdio.h>
#include <tarry.h>

static async void nothing_returned(void) {
    defer printf("end of function\n");
    await tarry_yield();
    if (1) {
        defer printf("end of if\n");
        printf("in if\n");
    }
    printf("after if\n");
}

async int main(void) {
    await nothing_returned();
    printf("after call\n");
    return 0;
}

// expect: in if
// expect: end of if
// expect: after if
// expect: end of function
// expect: after call
