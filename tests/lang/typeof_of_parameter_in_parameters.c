// The type of a parameter may be given by an earlier one.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
static async int f(int a, __typeof__(a) b, int c[sizeof(a)]) {
    await pause_();
    return a + b + c[1];
}
async int main(void) {
    int q[8] = {1, 2};
    printf("%d\n", await f(1, 2, q));
    return 0;
}
// expect: 5
