// A deferred block may defer in turn.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    defer {
        defer printf("d\n");
        printf("b ");
        {
            defer await tarry_yield();
            printf("c ");
        }
    }
    printf("a ");
    return 0;
}

// expect: a b c d
