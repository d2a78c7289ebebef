// Results of all types; those of arms that were not started are zeros, where they are no signed integers.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a;
    char name[12];
};
struct fixed {
    const int n;
};
static int target;
static int nothings;

static async long long number(void) {
    await tarry_sleep(0);
    return -5000000000;
}
static async signed char letter(void) {
    await tarry_sleep(0);
    return 'x';
}
static async _Bool truth(void) {
    await tarry_sleep(0);
    return 1;
}
static async double real(void) {
    await tarry_sleep(0);
    return 2.5;
}
static async int *address(void) {
    await tarry_sleep(0);
    return &target;
}
static async struct pair both(void) {
    await tarry_sleep(0);
    return (struct pair){7, "seven"};
}
static async struct fixed unchanging(void) {
    await tarry_sleep(0);
    return (struct fixed){9};
}
static async void nothing(void) {
    await tarry_sleep(0);
    nothings++;
}

async int main(void) {
    long long n = 1;
    signed char c = 1;
    _Bool t = 0;
    double d = 1;
    int *p = NULL;
    struct pair b = {0};
    int f = 0;
    race {
        when (n = await number()) printf("%lld\n", n);
        when (c = await letter()) printf("no\n");
    }
    printf("%c\n", c);
    race {
        when (t = await truth()) printf("%d\n", t);
        when (d = await real()) printf("no\n");
    }
    printf("%g\n", d);
    race {
        when (p = await address()) printf("%d\n", p == &target);
        when (b = await both()) printf("no\n");
    }
    printf("%d %s\n", b.a, b.name);
    race {
        when (f = (await unchanging()).n) printf("%d\n", f);
        when (await nothing()) printf("no\n");
    }
    printf("%d\n", nothings);
    return 0;
}

// expect: -5000000000
// expect: x
// expect: 1
// expect: 2.5
// expect: 1
// expect: 7 seven
// expect: 9
// expect: 1
