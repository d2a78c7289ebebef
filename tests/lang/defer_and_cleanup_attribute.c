// Deferred statements and variables with cleanup end in one common order, last first.
#include <stdio.h>
#include <tarry.h>

static void bye(const char *p) {
    printf("%c", *p);
}

static async int run(int early) {
    __attribute__((cleanup(bye))) char a = 'a';
    defer printf("b");
    __attribute__((cleanup(bye))) char c = 'c';
    await tarry_yield();
    defer printf("d");
    (void)a, (void)c;
    if (early) {
        return 1;
    }
    {
        defer printf("e");
        __attribute__((cleanup(bye))) char f = 'f';
        await tarry_yield();
        (void)f;
    }
    return 2;
}

async int main(void) {
    int first = await run(1);
    printf(" %d\n", first);
    int second = await run(0);
    printf(" %d\n", second);
    return 0;
}

// expect: dcba 1
// expect: fedcba 2
