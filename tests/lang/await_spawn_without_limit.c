// Without a limit there is always room: `await spawn` is a spawn then, and lets others run in time.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    static int results[1000];
    int sum = 0;
    concurrent (s) {
        for (int i = 0; i < 1000; i++)
            await spawn (s) results[i] = job(i);
    }
    for (int i = 0; i < 1000; i++)
        sum += results[i];
    printf("%d\n", sum);
    return 0;
}

// expect: 499500
