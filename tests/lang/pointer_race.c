// Arms of a race that call through pointers: a member, an element of a table, a parameter; the losers are cancelled.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct source {
    async int (*next)(int milliseconds);
};

static async int slow(int milliseconds) {
    int error = await tarry_sleep(TARRY_MS(milliseconds));
    return error ? error : milliseconds;
}

static async int at_once(int n) {
    return n;
}

static async int first_of(const struct source *source, async int (*other)(int), int a, int b) {
    int x = 0, y = 0;
    race {
        when (x = await source->next(a))
            printf("first %d, %d\n", x, y == -ECANCELED);
        when (y = await other(b))
            printf("second %d, %d\n", y, x == -ECANCELED);
    }
    return x > y ? x : y;
}

async int main(void) {
    static async int (*const table[])(int) = {slow, at_once};
    struct source source = {slow};
    printf("%d\n", await first_of(&source, slow, 1, 10000));   // expect: first 1, 1
                                                              // expect: 1
    printf("%d\n", await first_of(&source, table[0], 10000, 2)); // expect: second 2, 1
                                                              // expect: 2
    printf("%d\n", await first_of(&source, at_once, 10000, 3)); // expect: second 3, 1
                                                              // expect: 3
    return 0;
}
