// break out of a switch runs the deferred statements of the blocks inside it.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 3; i++) {
        switch (await later(i)) {
        case 0: {
            defer printf("d0 ");
            printf("0 ");
            break;
        }
        case 1: {
            defer printf("d1 ");
            printf("%d ", await later(1));
        }
            __attribute__((fallthrough));
        default: {
            defer printf("dd%d ", await later(i));
            printf("default ");
        }
        }
        printf("|");
    }
    printf("\n");
    return 0;
}

// expect: 0 d0 |1 d1 default dd1 |default dd2 |
