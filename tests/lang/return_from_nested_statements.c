// return with an await, out of loops, switches and blocks.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int first_square_above(int limit) {
    for (int i = 0;; i++) {
        do {
            switch (i & 1) {
            case 0: {
                int square = await later(i * i);
                if (square > limit) {
                    return square;
                }
                break;
            }
            default:
                if (i * i > limit) {
                    return await later(i) * i;
                }
            }
        } while (0);
    }
}

async int main(void) {
    printf("%d %d %d\n", await first_square_above(0), await first_square_above(10),
           await first_square_above(30));
    return 0;
}

// expect: 1 16 36
