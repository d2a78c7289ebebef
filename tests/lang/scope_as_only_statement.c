// A scope may stand wherever a statement may: as the body of if, for and while, after a label, in a
// switch.
#include <stdio.h>
#include <tarry.h>

static async void add(int *total, int n) {
    await tarry_yield();
    *total += n;
}

async int main(void) {
    int total = 0;
    for (int i = 0; i < 3; i++)
        concurrent (s) {
            spawn (s) add(&total, 1);
        }
    if (total == 3)
        parallel (s) {
            spawn (s) add(&total, 10);
        }
    switch (total) {
    case 13:
        concurrent (s) {
            spawn (s) add(&total, 100);
        }
        break;
    }
    goto label;
label:
    concurrent (s) {
        spawn (s) add(&total, 1000);
    }
    printf("%d\n", total);
    return 0;
}

// expect: 1113
