// Static locals are one for all calls, initialised once, and keep their values, in loops and blocks
// too.
#include <stdio.h>
#include <tarry.h>

static async int counter(int step) {
    static int count = 100;
    count += step;
    await tarry_yield();
    return count;
}

static async const char *name(int which) {
    static const char *const names[] = {"zero", "one", "two"};
    static char buffer[16];
    await tarry_yield();
    snprintf(buffer, sizeof buffer, "<%s>", names[which]);
    return buffer;
}

async int main(void) {
    await counter(1);
    await counter(1);
    printf("%d\n", await counter(5));
    for (int i = 0; i < 3; i++) {
        static int turns;
        int *where = &turns;
        turns++;
        await tarry_yield();
        printf("%d %d %s\n", turns, *where, await name(i));
    }
    {
        static int turns = 7;
        printf("%d\n", turns);
    }
    return 0;
}

// expect: 107
// expect: 1 1 <zero>
// expect: 2 2 <one>
// expect: 3 3 <two>
// expect: 7
