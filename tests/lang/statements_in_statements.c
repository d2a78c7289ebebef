// Every statement that holds others, in every other, with an await in each head and each body.
#include <stdio.h>
#include <tarry.h>

static int steps;

static async int f(int x) {
    if (steps++ % 2) {
        await tarry_yield();
    }
    return x;
}

#define IF(body) if (await f(1)) { body } else { steps += 1000; }
#define FOR(body) for (int i = await f(0); i < await f(2); i += await f(1)) { body }
#define WHILE(body) { int n = 2; while (await f(n--) > 0) { body } }
#define DO(body) { int n = 2; do { body } while (await f(--n) > 0); }
#define SWITCH(body) switch (await f(3)) { case 3: { body } break; default: steps += 1000; }
#define BLOCK(body) { int kept = await f(5); body steps += kept - 5; }
#define ONE await f(0);
#define ALL(OUTER)                                                                                 \
    steps = 0;                                                                                     \
    OUTER(IF(ONE)) OUTER(FOR(ONE)) OUTER(WHILE(ONE)) OUTER(DO(ONE)) OUTER(SWITCH(ONE)) OUTER(BLOCK(ONE))                  \
    printf("%d\n", steps)

async int main(void) {
    ALL(IF);     // expect: 29
    ALL(FOR);    // expect: 82
    ALL(WHILE);  // expect: 64
    ALL(DO);     // expect: 58
    ALL(SWITCH); // expect: 29
    ALL(BLOCK);  // expect: 29
    return 0;
}
