// Blocks, ifs and loops nested fifty deep around an await.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

#define NEST5(x) { int n = depth; if (n >= 0) { for (int once = 0; once < 1; once++) { do { { depth++; x; (void)n; } } while (0); } } }
#define NEST25(x) NEST5(NEST5(NEST5(NEST5(NEST5(x)))))

async int main(void) {
    int depth = 0, value = 0;
    NEST25(NEST5(value = await later(depth)))
    printf("%d %d\n", depth, value);
    return 0;
}

// expect: 6 6
