// A label before the closing brace, on an empty statement; goto as a kind of continue and break.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 5; i++) {
        if (await later(i) == 2) {
            goto next;
        }
        if (i == 4) {
            goto done;
        }
        printf("%d ", i);
    next:;
    }
done:;
    printf("\n");
    {
        if (await later(1)) {
            goto end;
        }
        printf("never\n");
    end:;
    }
    return 0;
}

// expect: 0 1 3
