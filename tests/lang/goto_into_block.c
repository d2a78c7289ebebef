// goto into a block past the declarations in it: the variables are there, without their initial
// values.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int rounds = 0;
    goto inside;
    {
        int skipped;
        printf("never\n");
    inside:
        skipped = await later(7);
        printf("inside %d\n", skipped + await later(1));
    }
    if (await later(0)) {
    branch:
        printf("branch %d\n", await later(rounds));
    }
    if (rounds++ < 2) {
        goto branch;
    }
    return 0;
}

// expect: inside 8
// expect: branch 1
// expect: branch 2
