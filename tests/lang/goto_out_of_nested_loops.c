// goto out of three nested loops and a switch, from beside awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int find(int wanted) {
    int tries = 0;
    for (int i = 0; i < 4; i++) {
        int k = 0;
        while (k < 4) {
            do {
                tries++;
                switch (await later(i * 4 + k)) {
                case 6:
                    goto six;
                default:
                    if (await later(i * 4 + k) == wanted) {
                        goto found;
                    }
                }
            } while (0);
            k++;
        }
    }
    return -1;
six:
    return 600 + tries;
found:
    return tries;
}

async int main(void) {
    printf("%d %d %d\n", await find(2), await find(5), await find(9));
    return 0;
}

// expect: 3 6 607
