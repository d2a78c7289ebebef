// A parallel scope works on a single worker too.
// env: TARRY_WORKERS=1
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int a[100], sum = 0;
    parallel (s) {
        for (int i = 0; i < 100; i++) {
            spawn (s) a[i] = job(i);
        }
        await tarry_yield();
    }
    for (int i = 0; i < 100; i++) {
        sum += a[i];
    }
    printf("%d\n", sum);
    return 0;
}

// expect: 4950
