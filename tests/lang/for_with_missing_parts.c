// for with any of its parts missing, around awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int i = 0;
    for (;;) {
        if (await later(i) == 3) {
            break;
        }
        i++;
    }
    for (; await later(i) < 5;) {
        i++;
    }
    for (;; i = await later(i) + 1) {
        if (i > 6) {
            break;
        }
    }
    for (int k = await later(0);;) {
        if (k++ == 2) {
            break;
        }
        i += k;
    }
    for (; await later(i) < 0;)
        ;
    printf("%d\n", i);
    return 0;
}

// expect: 10
