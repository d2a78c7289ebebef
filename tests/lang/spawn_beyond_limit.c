// A plain spawn beyond the limit starts nothing: -EAGAIN in the scope's error and the lvalue.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int a = 1, b = 2, c = 3, d = 4;
    parallel (s, .limit = 2) {
        struct tarry_scope *scope = &s;
        spawn (*scope) a = job(10);
        spawn (*scope) b = job(20);
        spawn (*scope) c = job(30);
        printf("%d %d\n", c == -EAGAIN, tarry_scope_take_error(scope) == -EAGAIN);
        await spawn (*scope) d = job(40);
    }
    printf("%d %d %d\n", a, b, d);
    return 0;
}

// expect: 1 1
// expect: 10 20 40
