// Arrays in the results of two awaits of one function, used together.
#include <stdio.h>
#include <tarry.h>
static async int later(int x) {
    await tarry_yield();
    return x;
}
static async void pause_(void) {
    await tarry_yield();
}
struct pair {
    int a[4];
};
static async struct pair mk(int x) {
    await pause_();
    return (struct pair){{x, x + 1, x + 2, x + 3}};
}
static int sum(const int *a, const int *b) {
    return a[0] * 100 + b[3];
}
async int main(void) {
    printf("%d\n", sum((await mk(1)).a, (await mk(5)).a));
    printf("%d\n", (await mk(1)).a[await later(2)] + (await mk(7)).a[1]);
    return 0;
}
// expect: 108
// expect: 11
