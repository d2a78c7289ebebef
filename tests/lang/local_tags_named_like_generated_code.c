// Local tags, constants and typedefs may be called future, head, poll, function.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
    struct future {
        int a;
    } f = {1};
    struct head {
        int a;
    } h = {2};
    enum { poll = 3, function, awaits };
    typedef int type;
    type x = 4;
    struct x__type {
        int q;
    } z = {9};
    __typeof__(x) y = 5;
    await pause_();
    printf("%d %d %d %d %d %d %d %d\n", f.a, h.a, poll, function, awaits, x, y, z.q);
    return 0;
}
// expect: 1 2 3 4 5 4 5 9
