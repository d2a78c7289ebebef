// Enumerators declared in a function used as array sizes, case labels, bit-field widths and in
// sizeof.
#include <stdio.h>
#include <tarry.h>

enum { COUNT = 100 };

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    enum { COUNT = 3, TWICE = COUNT * 2 };
    int a[COUNT] = {await later(1)}, b[TWICE + 1];
    struct {
        unsigned bits : COUNT;
        char name[sizeof a];
    } s = {0};
    {
        enum { COUNT = 5 };
        int inner[COUNT] = {0};
        await tarry_yield();
        printf("%d ", (int)(sizeof inner / sizeof inner[0]));
    }
    s.bits = await later(15);
    b[TWICE] = await later(9);
    switch (await later(6)) {
    case COUNT:
        printf("three ");
        break;
    case TWICE:
        printf("six ");
    }
    printf("%d %d %u %d %d\n", (int)(sizeof a / sizeof a[0]), (int)(sizeof b / sizeof b[0]), s.bits,
           (int)sizeof s.name, b[TWICE]);
    return 0;
}

// expect: 5 six 3 7 7 12 9
