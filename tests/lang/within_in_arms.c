// Deadlines in arms are theirs alone; a race inside a deadline is all of its.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int tries(int64_t duration, int value) {
    int r = 0;
    within (duration) {
        r = await tarry_sleep(INT64_MAX);
    }
    else {
        return value;
    }
    return r;
}

async int main(void) {
    int a = 0, b = 0, which = 0;
    race {
        when (a = await tries(TARRY_SEC(1000), 1)) printf("no\n");
        when (b = await tries(TARRY_MS(1), 2)) printf("%d %d\n", a == -ECANCELED, b);
    }
    within (TARRY_MS(1)) {
        race {
            when (a = await tries(TARRY_SEC(1000), 1)) which = 1;
            when (b = await tarry_sleep(INT64_MAX)) which = 2;
        }
    }
    else printf("late %d %d %d\n", a == -ECANCELED, b == -ECANCELED, which);
    within (TARRY_SEC(1000)) {
        race {
            when (a = await tarry_sleep(0)) which = 1;
            when (b = await tarry_sleep(INT64_MAX)) which = 2;
        }
    }
    else printf("no\n");
    return 0;
}

// expect: 1 2
// expect: late 1 1 1
