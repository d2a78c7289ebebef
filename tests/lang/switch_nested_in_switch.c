// A switch inside a case of another: break and case labels belong to the inner one.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 6; i++) {
        switch (await later(i / 2)) {
        case 0:
            switch (await later(i & 1)) {
            case 0:
                printf("a%d ", await later(i));
                break;
            case 1:
                printf("b%d ", await later(i));
            }
            printf("after ");
            break;
        case 1:
            switch (i) {
            case 2:
                printf("c%d ", await later(i));
                break;
            default:
                printf("d%d ", await later(i));
            }
            break;
        default:
            printf("e%d ", await later(i));
        }
    }
    printf("\n");
    return 0;
}

// expect: a0 after b1 after c2 d3 e4 e5
