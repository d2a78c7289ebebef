// A case label inside the branch of an if: the switch jumps into it.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 4; i++) {
        switch (await later(i)) {
        case 0:
            if (await later(0)) {
                printf("never ");
                __attribute__((fallthrough));
            case 1:
                printf("one:%d ", await later(i));
            } else {
                printf("zero ");
                __attribute__((fallthrough));
            case 2:
                printf("two:%d ", await later(i));
            }
            printf("both ");
            break;
        default:
            printf("default ");
        }
    }
    printf("\n");
    return 0;
}

// expect: zero two:0 both one:1 both two:2 both default
