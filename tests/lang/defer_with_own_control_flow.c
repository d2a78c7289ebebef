// Loops, switches and jumps inside a deferred statement, as long as they stay in it.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int n = 3;
    defer {
        while (1) {
            if (n-- == 0) {
                break;
            }
            if (n == 1) {
                continue;
            }
            printf("%d ", n);
        }
        switch (await later(2)) {
        case 2:
            printf("two ");
            break;
        default:
            printf("never ");
        }
        goto end;
        printf("never ");
    end:
        printf("end\n");
    }
    defer for (int i = 0; i < 3; i++) {
        printf("i%d ", await later(i));
    }
    defer if (n == 3) {
        printf("three ");
    }
    printf("body ");
    return 0;
}

// expect: body three i0 i1 i2 2 0 two end
