// GNU __auto_type takes its type from the initialiser, awaited or not.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int first;
    double second;
};

static async struct pair later(int x) {
    await tarry_yield();
    return (struct pair){x, x / 2.0};
}

static async const char *text(const char *s) {
    return s;
}

async int main(void) {
    __auto_type pair = await later(5);
    __auto_type half = pair.second;
    __auto_type s = await text("text");
    __auto_type p = &pair;
    const __auto_type first = (await later(7)).first;
    await tarry_yield();
    p->first++;
    printf("%d %.1f %s %d %d\n", pair.first, half, s, first, (int)sizeof half);
    return 0;
}

// expect: 6 2.5 text 7 8
