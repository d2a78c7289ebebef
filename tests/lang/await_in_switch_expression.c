// The controlling expression of a switch may await; case labels stay constants of any integer type.
#include <stdio.h>
#include <tarry.h>

enum colour { RED, GREEN = 5, BLUE };

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async enum colour colour(int x) {
    await tarry_yield();
    return x ? BLUE : GREEN;
}

static async long long wide(long long x) {
    return x;
}

async int main(void) {
    switch (await later(3)) {
    case 2:
        printf("two\n");
        break;
    case 3:
        printf("three\n");
        break;
    default:
        printf("other\n");
    }
    switch (await colour(1)) {
    case RED:
    case GREEN:
        printf("no\n");
        break;
    case BLUE:
        printf("blue\n");
        break;
    }
    switch (await wide(1LL << 40)) {
    case 1LL << 40:
        printf("wide\n");
    }
    switch ((char)await later('x' + 256)) {
    case 'x':
        printf("x\n");
    }
    return 0;
}

// expect: three
// expect: blue
// expect: wide
// expect: x
