// A deferred statement inside a scope may await while the children run.
#include <stdio.h>
#include <tarry.h>

static async int child(int *go) {
    while (!*go) {
        await tarry_yield();
    }
    printf("child\n");
    ++*go;
    return 3;
}

async int main(void) {
    int go = 0, result = 0;
    concurrent (s) {
        defer {
            go = 1;
            while (go != 2) {
                await tarry_yield();
            }
            printf("deferred\n");
        }
        spawn (s) result = child(&go);
        await tarry_yield();
        printf("block\n");
    }
    printf("%d\n", result);
    return 0;
}

// expect: block
// expect: child
// expect: deferred
// expect: 3
