// What async functions called through pointers return: structs, doubles, pointers, const members, small and large numbers, nothing.
#include <stdio.h>
#include <tarry.h>

struct point {
    double x, y;
};
struct fixed {
    const int a;
    const char *const text;
};

static async struct point point(double x) {
    await tarry_yield();
    return (struct point){x, -x};
}

static async struct fixed fixed(int a) {
    await tarry_yield();
    return (struct fixed){a, "text"};
}

static async double half(double x) {
    return x / 2;
}

static async const char *name(void) {
    await tarry_yield();
    return "name";
}

static async signed char small(void) {
    return -3;
}

static async unsigned long long large(void) {
    await tarry_yield();
    return 0xfedcba9876543210;
}

static async _Bool yes(void) {
    return 1;
}

static async void nothing(int *count) {
    await tarry_yield();
    ++*count;
}

async int main(void) {
    async struct point (*p)(double) = point;
    async struct fixed (*f)(int) = fixed;
    async double (*h)(double) = half;
    async const char *(*n)(void) = name;
    async signed char (*s)(void) = small;
    async unsigned long long (*l)(void) = large;
    async _Bool (*y)(void) = yes;
    async void (*v)(int *) = nothing;
    int count = 0;
    struct point at = await p(1.5);
    printf("%g %g %g\n", at.x, at.y, (await p(2)).y + (await p(3)).x); // expect: 1.5 -1.5 1
    printf("%d %s\n", (await f(7)).a, (await f(8)).text);              // expect: 7 text
    printf("%g %s %d %llx %d\n", await h(3), await n(), await s(), await l(), await y());
    // expect: 1.5 name -3 fedcba9876543210 1
    await v(&count);
    (void)await v(&count);
    await p(1), await v(&count);
    count ? await v(&count) : (void)0;
    printf("%d\n", count); // expect: 4
    return 0;
}
