// Arms may use the function's variables; they take turns only at their awaits.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int adds(int *sum, int by, int times) {
    for (int i = 0; i < times; i++) {
        *sum += by;
        if (await tarry_sleep(0) < 0)
            return -ECANCELED;
    }
    return by;
}

async int main(void) {
    int sum = 0, a = 0, b = 0;
    char big[3000];
    for (unsigned i = 0; i < sizeof big; i++) big[i] = (char)i;
    race {
        when (a = await adds(&sum, 1, 100)) printf("a\n");
        when (b = await adds(&sum, 1000, 3)) printf("b\n");
    }
    int same = 1;
    for (unsigned i = 0; i < sizeof big; i++) same &= big[i] == (char)i;
    printf("%d %d %d %d\n", a == -ECANCELED, b, sum, same);
    return 0;
}

// expect: b
// expect: 1 1000 3004 1
