// Values of struct type in ?:, comma, assignments, members of calls, beside awaits.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct named {
    int n;
    char name[8];
};

static async struct named make(int n, const char *name) {
    struct named s = {n, ""};
    strcpy(s.name, name);
    await tarry_yield();
    return s;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

static struct named plain(int n) {
    return (struct named){n, "plain"};
}

static int sum(struct named a, int b, const struct named c) {
    return a.n + b + c.n;
}

async int main(void) {
    struct named a = {1, "a"}, b = {2, "b"}, c, d;
    const struct named e = {5, "e"};
    c = await later(1) ? a : b;
    d = await later(0) ? a : await make(4, "d");
    printf("%s %s\n", c.name, d.name);
    printf("%s\n", (await later(1) ? await make(7, "seven") : a).name);
    printf("%d\n", (await later(1), b).n);
    printf("%d\n", plain(await later(8)).n);
    printf("%d\n", (int)strlen((await make(1, "length")).name));
    printf("%d\n", sum(a, await later(10), e));
    printf("%d\n", sum(await make(1, ""), 2, await make(3, "")));
    c = d = await make(9, "nine");
    (*(await later(0) ? &a : &b)).n = await later(20);
    (await later(1) ? &a : &b)->n += await later(30);
    printf("%s %s %d %d\n", c.name, d.name, a.n, b.n);
    return 0;
}

// expect: a d
// expect: seven
// expect: 2
// expect: 8
// expect: 6
// expect: 16
// expect: 6
// expect: nine nine 31 20
