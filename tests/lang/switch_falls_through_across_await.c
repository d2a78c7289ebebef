// Falling through from case to case with an await in each.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 5; i++) {
        int sum = 0;
        switch (await later(i)) {
        case 0:
            sum += await later(1);
            __attribute__((fallthrough));
        case 1:
        case 2:
            sum += await later(10);
            __attribute__((fallthrough));
        case 3:
            sum += await later(100);
        }
        printf("%d ", sum);
    }
    printf("\n");
    return 0;
}

// expect: 111 110 110 100 0
