// A jump inside a deferred statement, with another deferred statement around it.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
    defer printf("A\n");
    defer {
        int i = 0;
    again:
        printf("i%d\n", i);
        if (i++ < 2)
            goto again;
    }
    await pause_();
    printf("body\n");
    return 0;
}
// expect: body
// expect: i0
// expect: i1
// expect: i2
// expect: A
