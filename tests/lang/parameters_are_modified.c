// A parameter is a variable of the called function: changing it changes nothing for the caller.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a, b;
};

static async int consume(int n, struct pair pair, const char *s) {
    int sum = 0;
    while (n-- > 0) {
        await tarry_yield();
        sum += n + pair.a++ + *s++ - '0';
    }
    pair.b = n = -1;
    await tarry_yield();
    return sum + n + pair.b;
}

async int main(void) {
    int n = 3;
    struct pair pair = {10, 20};
    const char *s = "123";
    printf("%d\n", await consume(n, pair, s));
    printf("%d %d %d %s\n", n, pair.a, pair.b, s);
    return 0;
}

// expect: 40
// expect: 3 10 20 123
