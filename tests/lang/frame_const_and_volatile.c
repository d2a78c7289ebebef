// const locals are loaded like others and stay const in their type; volatile ones are where they are.
// expect: 1 2 x 4 | 5 6 | 7
#include <stdio.h>
#include <tarry.h>

typedef const int fixed;

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int constant_parameter(const int n, char *const text, const char *const *const list) {
    await wait(0);
    return n + (text == list[0]);
}

async int main(void) {
    const int a = 1;
    int const b = await wait(2);
    const char *const text = "x";
    fixed d = await wait(4);
    await wait(0);
    printf("%d %d %s %d | ", a, b, text, d);
    volatile int v = 5;
    const volatile int w = 6;
    await wait(0);
    printf("%d %d | ", v, w);
    _Static_assert(_Generic(&a, const int * : 1, default : 0), "const is lost");
    for (const int limit = 2, *const at = &limit; v < *at + 4;) {
        v = await wait(v + 1);
    }
    char *list[] = {"l"};
    printf("%d\n", await constant_parameter(6, list[0], (const char *const *)list));
    return 0;
}
