// Races nested too deep: an arm's result is -ENOMEM, and nothing breaks.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int deepest;

static async int down(int depth) {
    int r = 0, other = 0;
    deepest = depth > deepest ? depth : deepest;
    race {
        when (r = await down(depth + 1)) return r;
        when (other = await tarry_sleep(INT64_MAX)) return 1;
    }
    return 0;
}

async int main(void) {
    int r = await down(1);
    printf("%d %d\n", r == -ENOMEM, deepest > 20 && deepest < 1000);
    race {
        when (await tarry_sleep(0)) printf("goes on\n");
        when (await tarry_sleep(INT64_MAX)) printf("no\n");
    }
    return 0;
}

// expect: 1 1
// expect: goes on
