// Structs by value, small and large, as parameters and results of async functions.
#include <stdio.h>
#include <tarry.h>

struct small {
    char c;
};

struct large {
    int values[100];
    const char *name;
};

static async struct small up(struct small s) {
    await tarry_yield();
    s.c++;
    return s;
}

static async struct large add(struct large a, struct large b) {
    for (int i = 0; i < 100; i++) {
        a.values[i] += b.values[i];
        if (i % 25 == 0) {
            await tarry_yield();
        }
    }
    a.name = "sum";
    return a;
}

async int main(void) {
    struct small s = {'a'};
    s = await up(await up(s));
    struct large a = {{0}, "a"}, b = a;
    for (int i = 0; i < 100; i++) {
        a.values[i] = i;
        b.values[i] = 1000 * i;
    }
    struct large c = await add(a, await add(b, b));
    printf("%c %d %d %s %s\n", s.c, c.values[7], c.values[99], c.name, a.name);
    return 0;
}

// expect: c 14007 198099 sum a
