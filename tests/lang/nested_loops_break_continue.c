// break and continue act on the innermost loop, of three kinds nested in each other, with awaits at
// every level.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    if (x != 1) {
        await tarry_yield();
    }
    return x;
}

async int main(void) {
    int i = 0;
    while (await later(i) < 4) {
        i++;
        if (i == 3) {
            continue;
        }
        int k = 0;
        do {
            k++;
            if (await later(k) == 2) {
                continue;
            }
            for (int m = 0; m < 5; m++) {
                if (await later(m) == 1) {
                    continue;
                }
                if (m == 3) {
                    break;
                }
                printf("%d%d%d ", i, k, m);
            }
            if (k == 3) {
                break;
            }
        } while (k < 10);
        if (i == 4) {
            break;
        }
    }
    printf("\n");
    return 0;
}

// expect: 110 112 130 132 210 212 230 232 410 412 430 432
