// Children's results as they come, raced with a clock; and a wait for room in an arm's own function.
#include <stdio.h>
#include <tarry.h>

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

static async int feed(struct tarry_scope *s, int *results, int count) {
    for (int i = 0; i < count; i++) {
        results[i] = 0;
        await spawn (*s) results[i] = after(i % 3, i + 1);
    }
    return count;
}

async int main(void) {
    int results[10], sum = 0, late = 0, fed = 0;
    int *p = NULL;
    concurrent (s, .limit = 2) {
        struct tarry_scope *scope = &s;
        race {
            when (fed = await feed(scope, results, 10)) printf("fed %d\n", fed);
            when (await tarry_sleep(TARRY_SEC(1000))) late++;
        }
        for (;;) {
            race {
                when (p = await tarry_next(scope)) sum += p ? *p : 0;
                when (await tarry_sleep(TARRY_SEC(1000))) late++;
            }
            if (!p)
                break;
        }
    }
    printf("%d %d\n", sum, late);
    return 0;
}

// expect: fed 10
// expect: 55 0
