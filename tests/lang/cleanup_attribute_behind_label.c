// Variables with a cleanup attribute in switches and in blocks that are repeated by goto.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
static void bye(int *p) {
    printf("bye %d\n", *p);
}
static async int f(int n) {
    switch (n) {
    case 1:;
        int x __attribute__((cleanup(bye), unused)) = n;
        await pause_();
        break;
    }
    {
    l:;
        int y __attribute__((cleanup(bye), unused)) = n + 1;
        await pause_();
        if (n++ < 2)
            goto l;
    }
    return n;
}
async int main(void) {
    printf("%d\n", await f(1));
    return 0;
}
// expect: bye 1
// expect: bye 2
// expect: bye 3
// expect: 3
