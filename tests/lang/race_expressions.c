// An arm's expression may do anything with the result that does not decide about the await.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int twice(int x, int y) {
    return x * 2 + y;
}

// Ends with `value` after `waits` rounds, or with what a wait was refused with.
static async int after(int waits, int value) {
    while (waits-- > 0) {
        int error = await tarry_sleep(0);
        if (error < 0) {
            return error;
        }
    }
    return value;
}

async int main(void) {
    int x = 0, y = 0, z = 0;
    race {
        when ((x = twice(await after(1, 4), y++)) > 3 && printf("rest %d\n", x)) printf("a\n");
        when ((y += 10, z = await after(5, 1))) printf("no\n");
    }
    printf("%d %d %d\n", x, y, z == -ECANCELED);
    race {
        when (await after(1, 0) ? (x = 1) : (x = 2)) printf("%d\n", x);
        when (!await after(5, 1)) printf("no\n");
    }
    race {
        when ((x = await after(1, 5), y = x + 1)) printf("%d %d\n", x, y);
        when ((void)await after(5, 1)) printf("no\n");
    }
    race {
        when (__extension__ - await after(1, 5) + sizeof(await after(1, 1))) printf("yes\n");
        when (((await after(3, 3)))) printf("no\n");
    }
    return 0;
}

// expect: rest 18
// expect: a
// expect: 18 11 1
// expect: 2
// expect: 5 6
// expect: yes
