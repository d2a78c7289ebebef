// A loop inside a case: its break stays inside the loop.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int sum = 0;
    switch (await later(1)) {
    case 1:
        for (int i = 0;; i++) {
            if (await later(i) == 5) {
                break;
            }
            if (i == 2) {
                continue;
            }
            sum += i;
        }
        printf("%d\n", sum);
        while (await later(sum) > 0) {
            sum -= 4;
        }
        printf("%d\n", sum);
        break;
    case 2:
        printf("never\n");
    }
    return 0;
}

// expect: 8
// expect: 0
