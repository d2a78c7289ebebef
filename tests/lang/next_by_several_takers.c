// Several tasks take results of one scope: each result goes to one of them.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int taken[200];

static async int job(int n) {
    for (int i = 0; i < n % 7; i++)
        await tarry_yield();
    return n;
}

static async int taker(struct tarry_scope *scope) {
    int count = 0;
    for (int *result; (result = await tarry_next(scope)); count++)
        atomic_fetch_add(&taken[*result], 1);
    return count;
}

async int main(void) {
    static int results[200];
    int counts[3] = {0}, once = 0;
    parallel (s) {
        for (int i = 0; i < 200; i++)
            spawn (s) results[i] = job(i);
        parallel (takers) {
            for (int i = 0; i < 3; i++)
                spawn (takers) counts[i] = taker(&s);
        }
    }
    for (int i = 0; i < 200; i++)
        once += atomic_load(&taken[i]) == 1;
    printf("%d %d\n", once, counts[0] + counts[1] + counts[2]);
    return 0;
}

// expect: 200 200
