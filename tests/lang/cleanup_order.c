// Variables with cleanup are cleaned up in reverse order of their declaration.
#include <stdio.h>
#include <tarry.h>

static void bye(const char *p) {
    printf("%c", *p);
}

#define CLEAN __attribute__((cleanup(bye)))

static async char later(char x) {
    await tarry_yield();
    return x;
}

static async int run(int stop) {
    CLEAN char a = 'a', b = await later('b');
    if (stop == 1) {
        return 1;
    }
    CLEAN char c = await later('c');
    {
        CLEAN char d = 'd';
        if (stop == 2) {
            return await later(2);
        }
        await tarry_yield();
        CLEAN char e = 'e';
        await tarry_yield();
        (void)d, (void)e;
    }
    printf("-");
    (void)a, (void)b, (void)c;
    return 3;
}

async int main(void) {
    for (int i = 1; i <= 3; i++) {
        int result = await run(i);
        printf(" %d\n", result);
    }
    return 0;
}

// expect: ba 1
// expect: dcba 2
// expect: ed-cba 3
