// if and else-if chains whose conditions await; conditions after the true one are not run.
#include <stdio.h>
#include <tarry.h>

static async int is(int x, int y) {
    printf("%d?", y);
    if (y & 1) {
        await tarry_yield();
    }
    return x == y;
}

static async const char *name(int x) {
    if (await is(x, 1)) {
        return "one";
    } else if (await is(x, 2)) {
        return "two";
    } else if (await is(x, 3) || await is(x, 4)) {
        return "some";
    } else {
        return "many";
    }
}

async int main(void) {
    for (int i = 1; i <= 5; i++) {
        printf(" %s\n", await name(i));
    }
    return 0;
}

// expect: 1? one
// expect: 1?2? two
// expect: 1?2?3? some
// expect: 1?2?3?4? some
// expect: 1?2?3?4? many
