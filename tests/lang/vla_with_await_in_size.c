// The size of a variable-length array may await, as long as nothing awaits while the array is
// alive.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int total = 0;
    for (int i = 1; i < 4; i++) {
        int a[await later(i) * 2];
        for (int k = 0; k < i * 2; k++) {
            a[k] = k;
        }
        int last = 0; // gcc does not know behind the await that i is at least 1
        for (int k = 0; k < i * 2; k++) {
            last = a[k];
        }
        total = total * 10 + last + (int)(sizeof a / sizeof a[0]);
    }
    printf("%d\n", total);
    return 0;
}

// expect: 381
