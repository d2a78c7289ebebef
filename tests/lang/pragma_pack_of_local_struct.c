// #pragma pack in a function shapes its local structs, and no others.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
#pragma pack(push, 1)
    struct p {
        char c;
        int i;
    } x = {1, 2};
#pragma pack(pop)
    struct q {
        char c;
        int i;
    } y = {1, 2};
    await pause_();
    printf("%d %d %d\n", (int)sizeof x, (int)sizeof y, x.i + y.i);
    return 0;
}
// expect: 5 8 4
