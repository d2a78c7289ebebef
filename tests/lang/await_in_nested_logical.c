// && and || nested in each other and under !, with awaits at every leaf: exactly the leaves C would
// evaluate are run.
#include <stdio.h>
#include <tarry.h>

static async int leaf(int name, int value) {
    printf("%c", name);
    if (name & 1) {
        await tarry_yield();
    }
    return value;
}

async int main(void) {
    for (int bits = 0; bits < 8; bits++) {
        int a = bits & 1, b = bits >> 1 & 1, c = bits >> 2 & 1;
        int first = (await leaf('a', a) && await leaf('b', b)) || await leaf('c', c);
        printf(" %d ", first);
        int second = await leaf('a', a) && (await leaf('b', b) || !await leaf('c', c));
        printf(" %d ", second);
        int third = !(await leaf('a', a) || await leaf('b', b)) && !!await leaf('c', c);
        printf(" %d\n", third);
    }
    return 0;
}

// expect: ac 0 a 0 abc 0
// expect: abc 0 abc 1 a 0
// expect: ac 0 a 0 ab 0
// expect: ab 1 ab 1 a 0
// expect: ac 1 a 0 abc 1
// expect: abc 1 abc 0 a 0
// expect: ac 1 a 0 ab 0
// expect: ab 1 ab 1 a 0
