// The scope of a name begins before its initialiser: sizeof and & in it mean the new variable, not
// the shadowed one.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    char x = 'a';
    int y = 5;
    {
        long x = sizeof x, y = x + await later(1);
        long *p = &y;
        await tarry_yield();
        printf("%ld %ld\n", x, *p);
    }
    {
        int z = y + await later(1), y = z * 2;
        await tarry_yield();
        printf("%d %d\n", z, y);
    }
    printf("%c %d\n", x, y);
    return 0;
}

// expect: 8 9
// expect: 6 12
// expect: a 5
