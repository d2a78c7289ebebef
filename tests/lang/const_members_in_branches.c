// A conditional, a statement expression or a _Generic that awaits may have a struct with const members as its value.
#include <stdio.h>
#include <tarry.h>

struct fixed {
    const int value;
};

static async struct fixed make(int n) {
    await tarry_yield();
    return (struct fixed){n};
}

static async int add(int a, int b) {
    await tarry_yield();
    return a + b;
}

async int main(void) {
    int n = 1;
    struct fixed here = {9};
    struct fixed a = n ? await make(1) : await make(2);
    struct fixed b = n ? here : await make(2);
    struct fixed c = ({
        await tarry_yield();
        struct fixed last = await make(3);
        last;
    });
    struct fixed d = _Generic(n, int: await make(4), default: here);
    struct fixed e = !n ? (struct fixed){1} : n ? ({ await tarry_yield(); (struct fixed){6}; }) : here;
    printf("%d %d %d %d %d\n", a.value, b.value, c.value, d.value, e.value);
    printf("%d\n", await add((n ? await make(10) : here).value, await add(20, 30)));
    return 0;
}

// expect: 1 9 3 4 6
// expect: 60
