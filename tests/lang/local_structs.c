// Structs, unions and enums declared in a function; the same tag in sibling and nested blocks.
#include <stdio.h>
#include <tarry.h>

struct item {
    int outside;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    struct item global = {await later(1)};
    struct item {
        int a, b;
    } mine = {await later(2), 3};
    {
        struct item {
            char name[4];
        } inner = {"abc"};
        await tarry_yield();
        printf("%s %d\n", inner.name, (int)sizeof(struct item));
    }
    {
        union item {
            double d;
            char c;
        };
        union item inner = {.d = await later(4)};
        await tarry_yield();
        printf("%.1f %d\n", inner.d, (int)sizeof(union item));
    }
    {
        enum item { A = 5, B };
        enum item inner = await later(1) ? B : A;
        await tarry_yield();
        printf("%d\n", inner);
    }
    struct item copy = mine;
    await tarry_yield();
    printf("%d %d %d\n", global.outside, copy.a + copy.b, (int)sizeof(struct item));
    return 0;
}

// expect: abc 4
// expect: 4.0 8
// expect: 6
// expect: 1 5 8
