// goto into the body of a loop.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int i = 3, n = 0;
    goto middle;
    for (i = 0; i < 6; i++) {
        printf("top %d ", await later(i));
    middle:
        printf("middle %d ", await later(i));
        if (++n == 4) {
            break;
        }
    }
    printf("\n");
    n = 0;
    goto body;
    while (await later(n) < 3) {
    body:
        n++;
        printf("body %d ", await later(n));
    }
    printf("\n");
    return 0;
}

// expect: middle 3 top 4 middle 4 top 5 middle 5
// expect: body 1 body 2 body 3
