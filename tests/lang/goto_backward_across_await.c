// Loops made of goto.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    if (x % 3) {
        await tarry_yield();
    }
    return x;
}

async int main(void) {
    int i = 0, sum = 0;
again:
    sum += await later(i);
    if (++i < 10) {
        goto again;
    }
    printf("%d\n", sum);
outer:
    i--;
inner:
    sum--;
    if (await later(sum) % 2) {
        goto inner;
    }
    if (await later(i) > 5) {
        goto outer;
    }
    printf("%d %d\n", i, sum);
    return 0;
}

// expect: 45
// expect: 5 36
