// Parameters shadowed in inner blocks and loops.
#include <stdio.h>
#include <tarry.h>

static async int f(int n, const char *name) {
    int sum = n;
    {
        int n = 100;
        await tarry_yield();
        sum += n;
        for (int n = 0; n < 3; n++) {
            char name[2] = {(char)('x' + n), 0};
            await tarry_yield();
            printf("%s ", name);
            sum += n;
        }
    }
    await tarry_yield();
    printf("%s %d ", name, n);
    return sum;
}

async int main(void) {
    printf("%d\n", await f(5, "outer"));
    return 0;
}

// expect: x y z outer 5 108
