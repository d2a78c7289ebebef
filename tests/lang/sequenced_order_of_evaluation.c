// Side effects happen in C's sequenced order around awaits in && || ?: and comma.
#include <stdio.h>
#include <tarry.h>

static char trace[32];
static int length;

static int mark(char c, int value) {
    trace[length++] = c;
    trace[length] = 0;
    return value;
}

static async int later(char c, int value) {
    mark(c, value);
    await tarry_yield();
    return mark(c - 'a' + 'A', value);
}

static void show(int value) {
    printf("%s %d\n", trace, value);
    length = 0;
    trace[0] = 0;
}

async int main(void) {
    int value =
        mark('1', 1) && await later('a', 1) && mark('2', 1) && await later('b', 0) && mark('3', 1);
    show(value);
    value = (mark('1', 0), await later('a', 4), mark('2', 5)) + 1;
    show(value);
    value =
        mark('1', 0) || await later('a', 0) ? mark('2', 7) : (await later('b', 8), mark('3', 9));
    show(value);
    return 0;
}

// expect: 1aA2bB 0
// expect: 1aA2 6
// expect: 1aAbB3 9
