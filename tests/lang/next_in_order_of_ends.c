// tarry_next gives the address of each result once, in the order in which the children end.
#include <stdio.h>
#include <tarry.h>

static async int job(int n, int turns) {
    for (int i = 0; i < turns; i++)
        await tarry_yield();
    return n;
}

async int main(void) {
    int results[5];
    concurrent (s) {
        for (int i = 0; i < 5; i++)
            spawn (s) results[i] = job(i * 10, i * 7 % 5 * 3);
        int *result;
        while ((result = await tarry_next(&s)))
            printf("%d at %d\n", *result, (int)(result - results));
        printf("%d\n", await tarry_next(&s) == NULL);
    }
    return 0;
}

// expect: 0 at 0
// expect: 30 at 3
// expect: 10 at 1
// expect: 40 at 4
// expect: 20 at 2
// expect: 1
