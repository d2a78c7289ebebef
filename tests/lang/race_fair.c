// race TARRY_FAIR begins at a random arm: of several that are always ready each wins at times.
#include <stdio.h>
#include <tarry.h>

static async int ready(int n) {
    return n;
}

static async int soon(int n) {
    await tarry_sleep(0);
    return n;
}

async int main(void) {
    int wins[3] = {0}, late[2] = {0};
    for (int i = 0; i < 1000; i++) {
        race TARRY_FAIR {
            when (await ready(1)) wins[0]++;
            when (await ready(2)) wins[1]++;
            when (await ready(3)) wins[2]++;
        }
        race TARRY_FAIR {
            when (await soon(1)) late[0]++;
            when (await soon(2)) late[1]++;
        }
    }
    printf("%d %d %d\n", wins[0] > 100, wins[1] > 100, wins[2] > 100);
    printf("%d\n", wins[0] + wins[1] + wins[2]);
    printf("%d %d\n", late[0] > 100, late[1] > 100);
    return 0;
}

// expect: 1 1 1
// expect: 1000
// expect: 1 1
