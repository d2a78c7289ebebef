// A deferred statement in a loop body runs at the end of each turn: fallen through, continued or
// broken out of.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    defer printf("end\n");
    for (int i = 0; i < 6; i++) {
        defer printf("d%d ", i);
        if (i == 1) {
            continue;
        }
        await tarry_yield();
        defer printf("e%d ", i);
        if (i == 3) {
            break;
        }
        printf("%d ", i);
    }
    printf("after ");
    int n = 0;
    do {
        defer printf("n%d ", n);
        if (++n == 2) {
            continue;
        }
    } while (n < 3);
    while (n-- > 0) {
        defer printf("w%d ", n);
        await tarry_yield();
    }
    return 0;
}

// expect: 0 e0 d0 d1 2 e2 d2 e3 d3 after n1 n2 n3 w2 w1 w0 end
