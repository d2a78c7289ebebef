// Blocks one after the other share room; values of one do not leak into what lives across both.
// expect: 100 a b c 6 100
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async char *fill(char *at, int n, char ch) {
    for (int i = 0; i < n; i++) {
        at[i] = ch;
        await tarry_yield();
    }
    return at;
}

async int main(void) {
    int kept = 100, *at = &kept;
    printf("%d ", await wait(*at));
    {
        char first[16];
        printf("%c ", *(await fill(first, sizeof first, 'a')));
    }
    {
        char second[32], *end = second + sizeof second - 1;
        await fill(second, sizeof second, 'b');
        printf("%c ", *end);
    }
    int total = 0;
    {
        struct {
            int numbers[3];
            char text[4];
        } third = {{1, 2, 3}, "c"};
        await fill(third.text, 1, 'c');
        for (int i = 0; i < 3; i++) {
            total += await wait(third.numbers[i]);
        }
        printf("%c ", third.text[0]);
    }
    printf("%d %d\n", total, *at);
    return 0;
}
