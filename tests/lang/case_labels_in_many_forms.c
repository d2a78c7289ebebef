// A switch with many cases: expressions, characters, negatives, enumerators, several labels on one
// statement.
#include <stdio.h>
#include <tarry.h>

enum kind { ALPHA = 100, BETA };

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int classify(long long x) {
    switch (x) {
    case 1 + 2:
    case sizeof(int) == 4 ? -5:
        -6 : here : case 'a' : return await later(1);
    case ALPHA:
        x = BETA;
        goto again;
    case BETA: {
    case 1LL << 40:
        return await later(2);
    }
    again:
    case -1 ... 0:
        if (x == BETA) {
            x = 0;
            goto here;
        }
        return await later(3);
    }
    return await later(4);
}

async int main(void) {
    long long values[] = {3, -5, 'a', ALPHA, BETA, 1LL << 40, -1, 0, 1};
    for (unsigned i = 0; i < sizeof values / sizeof values[0]; i++) {
        printf("%d", await classify(values[i]));
    }
    printf("\n");
    return 0;
}

// expect: 111122334
