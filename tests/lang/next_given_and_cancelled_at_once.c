// A result that was handed to a taker is returned, though the taker was cancelled before it could run: nothing
// is given out twice or lost.
#include <stdio.h>
#include <tarry.h>

static async int job(int n, struct tarry_scope *takers) {
    await tarry_yield();
    if (n == 0)
        tarry_cancel(takers);
    return n;
}

static async int taker(struct tarry_scope *scope) {
    int *result = await tarry_next(scope);
    return result ? 10 + *result : 1;
}

async int main(void) {
    int results[2], got[2], *rest;
    concurrent (s) {
        concurrent (takers) {
            for (int i = 0; i < 2; i++)
                spawn (takers) got[i] = taker(&s);
            for (int i = 0; i < 2; i++)
                spawn (s) results[i] = job(i, &takers);
        }
        int count = (got[0] >= 10) + (got[1] >= 10);
        while ((rest = await tarry_next(&s)))
            count++;
        printf("%d\n", count);
    }
    return 0;
}

// expect: 2
