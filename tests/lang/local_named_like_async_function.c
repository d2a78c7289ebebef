// A variable that shadows an async function is just a variable.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static int plain(int x) {
    return x + 1;
}

async int main(void) {
    int first = await later(1);
    {
        int (*later)(int) = plain;
        int value = later(5);
        printf("%d ", value);
        printf("%d ", later(6));
    }
    {
        int later = 3;
        later += 4;
        await tarry_yield();
        printf("%d ", later);
    }
    printf("%d %d\n", first, await later(2));
    return 0;
}

// expect: 6 7 7 1 2
