// Code that control never reaches compiles without a warning too.
// expect: 1 2
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int after_return(int n) {
    int kept = n;
    return kept;
    await wait(kept);
    return kept + n;
}

static async int endless(int n) {
    int count = 0;
    while (1) {
        count += await wait(1);
        if (count == n) {
            return count;
        }
    }
    await wait(count);
    return n;
}

async int main(void) {
    int first = await after_return(1);
    printf("%d %d\n", first, await endless(2));
    if (0) {
        int never = 3;
        await wait(never);
        return never;
    }
    return 0;
}
