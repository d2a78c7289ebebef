// Each binary and assignment operator with awaits on both sides, and with one on either side.
#include <stdio.h>
#include <tarry.h>

static int order;

static async unsigned f(unsigned x) {
    if (++order % 3 != 0) {
        await tarry_yield();
    }
    return x;
}

#define BOTH(op) printf("%u %u %u\n", await f(13) op await f(3), 13 op await f(3), await f(13) op 3)
#define ASSIGN(op)                                                                                 \
    do {                                                                                           \
        unsigned a[2] = {13, 13}, i = 0;                                                           \
        a[await f(1)] op await f(3);                                                               \
        a[i++] op await f(3);                                                                      \
        printf("%u %u %u\n", a[0], a[1], i);                                                       \
    } while (0)

async int main(void) {
    BOTH(+);   // expect: 16 16 16
    BOTH(-);   // expect: 10 10 10
    BOTH(*);   // expect: 39 39 39
    BOTH(/);   // expect: 4 4 4
    BOTH(%);   // expect: 1 1 1
    BOTH(<<);  // expect: 104 104 104
    BOTH(>>);  // expect: 1 1 1
    BOTH(&);   // expect: 1 1 1
    BOTH(|);   // expect: 15 15 15
    BOTH(^);   // expect: 14 14 14
    ASSIGN(=);   // expect: 3 3 1
    ASSIGN(+=);  // expect: 16 16 1
    ASSIGN(-=);  // expect: 10 10 1
    ASSIGN(*=);  // expect: 39 39 1
    ASSIGN(/=);  // expect: 4 4 1
    ASSIGN(%=);  // expect: 1 1 1
    ASSIGN(<<=); // expect: 104 104 1
    ASSIGN(>>=); // expect: 1 1 1
    ASSIGN(&=);  // expect: 1 1 1
    ASSIGN(|=);  // expect: 15 15 1
    ASSIGN(^=);  // expect: 14 14 1
    printf("%d %d %d %d %d %d\n", await f(1) < await f(2), await f(1) > await f(2), await f(2) <= await f(2),
           await f(1) >= await f(2), await f(1) == await f(1), await f(1) != await f(1)); // expect: 1 0 1 0 1 0
    printf("%d %d %u\n", await f(0) && await f(1), await f(0) || await f(1),
           (await f(1), await f(0) ?: await f(7))); // expect: 0 1 7
    return 0;
}
