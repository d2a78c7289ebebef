// An async function need not await anything.
#include <stdio.h>
#include <tarry.h>

static async int square(int x) {
    return x * x;
}

static async void print(const char *s) {
    printf("%s\n", s);
}

async int main(void) {
    int sum = 0;
    for (int i = 0; i < 1000; i++) {
        sum += await square(i) % 10;
    }
    await print("sum");
    printf("%d\n", sum);
    return 0;
}

// expect: sum
// expect: 4500
