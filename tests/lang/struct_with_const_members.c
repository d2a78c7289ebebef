// A struct with const members as local, parameter and result: initialised, never assigned.
#include <stdio.h>
#include <tarry.h>

struct limits {
    const int low;
    const char name[4];
    int high;
};

static async struct limits make(int low, struct limits other) {
    await tarry_yield();
    return (struct limits){low, "new", other.high + 1};
}

static async int width(const struct limits limits) {
    await tarry_yield();
    return limits.high - limits.low;
}

async int main(void) {
    struct limits first = {1, "abc", 9};
    struct limits second = await make(3, first);
    const struct limits third = await make(await width(second), second);
    int fourth = 0;
    concurrent (s) {
        spawn (s) fourth = width(third);
    }
    printf("%d %s %d\n", second.low, second.name, second.high);
    printf("%d %s %d %d\n", third.low, third.name, third.high, fourth);
    printf("%d\n", (await make(5, third)).low);
    return 0;
}

// expect: 3 new 10
// expect: 7 new 11 4
// expect: 5
