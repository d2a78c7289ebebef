// Parallel scopes inside the children of a concurrent one.
// env: TARRY_WORKERS=4
#include <stdio.h>
#include <tarry.h>

static async int leaf(int n) {
    await tarry_yield();
    return n;
}

static async void group(int *counter, int n) {
    int parts[10];
    parallel (s) {
        for (int i = 0; i < 10; i++) {
            spawn (s) parts[i] = leaf(n);
        }
    }
    for (int i = 0; i < 10; i++) {
        *counter += parts[i]; // the groups are concurrent: this needs no lock
    }
}

async int main(void) {
    int counter = 0;
    concurrent (s) {
        for (int i = 1; i <= 10; i++) {
            spawn (s) group(&counter, i);
        }
    }
    printf("%d\n", counter);
    return 0;
}

// expect: 550
