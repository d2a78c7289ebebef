// Plain functions of the same file may do all that async ones may not: varargs, VLAs, setjmp,
// alloca, K&R.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static int sum(int count, ...) {
    va_list list;
    va_start(list, count);
    int total = 0;
    while (count-- > 0) {
        total += va_arg(list, int);
    }
    va_end(list);
    return total;
}

static int vla(int n) {
    int a[n];
    memset(a, 0, sizeof a);
    char *p = __builtin_alloca(n);
    p[n - 1] = 3;
    return (int)(sizeof a / sizeof a[0]) + p[n - 1];
}

static int jumps(void) {
    static jmp_buf buffer;
    if (setjmp(buffer)) {
        return 5;
    }
    longjmp(buffer, 1);
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    printf("%d %d %d\n", sum(3, await later(1), await later(2), 3), vla(await later(4)), jumps());
    return 0;
}

// expect: 6 7 5
