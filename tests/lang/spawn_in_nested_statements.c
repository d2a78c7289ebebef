// spawn inside loops, branches, switches, macros and statement expressions of the block.
#include <stdio.h>
#include <tarry.h>

static async void add(int *total, int n) {
    await tarry_yield();
    *total += n;
}

#define ADD(scope, n)                                                                              \
    spawn (scope) add(&total, n)

async int main(void) {
    int total = 0;
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            if (i == 1)
                spawn (s) add(&total, 10);
            else
                spawn (s) add(&total, 1);
        }
        switch (total) {
        case 0:
            spawn (s) add(&total, 100);
            break;
        default:
            spawn (s) add(&total, -1);
        }
        ADD(s, 1000);
        int x = ({
            spawn (s) add(&total, 10000);
            await tarry_yield();
            5;
        });
        do
            spawn (s) add(&total, 100000 * x);
        while (--x > 4);
    }
    printf("%d\n", total);
    return 0;
}

// expect: 511112
