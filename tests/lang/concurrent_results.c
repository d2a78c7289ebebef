// Children of a concurrent scope: their results are in their lvalues when the scope has ended.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    for (int i = 0; i < n; i++) {
        await tarry_yield();
    }
    return n * 10;
}

async int main(void) {
    int done[3] = {-1, -1, -1};
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) done[i] = job(3 - i);
        }
        printf("%d %d %d\n", done[0], done[1], done[2]);
    }
    printf("%d %d %d\n", done[0], done[1], done[2]);
    return 0;
}

// expect: -1 -1 -1
// expect: 30 20 10
