// A scope in a loop is opened and ended in each turn.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int total = 0;
    for (int i = 0; i < 5; i++) {
        int a = 0, b = 0;
        concurrent (s) {
            spawn (s) a = job(i);
            if (i % 2) {
                spawn (s) b = job(10 * i);
            }
        }
        total += a + b;
        printf("%d ", total);
    }
    printf("\n");
    return 0;
}

// expect: 0 11 13 46 50
