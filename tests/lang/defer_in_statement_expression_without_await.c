// The value of a statement expression is taken before its deferred statements, awaits or not.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
    int x = 1;
    int y = ({
        defer x = 50;
        x + 10;
    });
    printf("%d %d\n", x, y);
    await pause_();
    y = ({
        defer x = 7;
        x + 10;
    });
    printf("%d %d\n", x, y);
    return 0;
}
// expect: 50 11
// expect: 7 60
