// A GNU statement expression with awaits in it: its last expression is its value, its locals are
// its own.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

async int main(void) {
    int x = 1;
    int a = ({
        int x = await later(10);
        x += await now(5);
        x;
    });
    int b = ({ await later(2); }) + ({ await now(3); });
    int c = ({
                int sum = 0;
                for (int i = 0; i < 4; i++) {
                    sum += await later(i);
                }
                sum;
            }) *
            await later(10);
    ({
        await later(1);
        x += 100;
    });
    printf("%d %d %d %d\n", a, b, c, x);
    return 0;
}

// expect: 15 5 60 101
