// A compound literal is seen again behind an await that stands before it.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
    int *p = 0;
    int n = 0;
again:
    if (p) {
        printf("%d\n", *p);
        if (n == 2)
            return 0;
    }
    await pause_();
    if (p)
        printf("%d\n", *p);
    n++;
    p = &(int){n * 10};
    goto again;
}
// expect: 10
// expect: 10
// expect: 20
