// A defer in a for loop sees the loop variable before the step, also when the step and condition
// await.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = await later(0); i < await later(3); i += await later(1)) {
        defer printf("%d ", await later(i));
        if (i == 1) {
            continue;
        }
        i += await later(0);
    }
    printf("\n");
    return 0;
}

// expect: 0 1 2
