// __attribute__((cleanup)) on a variable that lives across awaits runs once, at the end of its
// scope, on every way out.
#include <stdio.h>
#include <tarry.h>

static void bye(const int *p) {
    printf("bye %d ", *p);
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int run(int way) {
    __attribute__((cleanup(bye))) int outer = 1;
    for (int i = 0; i < 2; i++) {
        int inner __attribute__((cleanup(bye))) = await later(10 + i);
        await tarry_yield();
        if (way == 1) {
            continue;
        }
        if (way == 2) {
            break;
        }
        if (way == 3) {
            return await later(inner);
        }
        if (way == 4) {
            goto out;
        }
        inner += 10;
    }
    outer++;
    await tarry_yield();
out:
    return await later(0);
}

async int main(void) {
    for (int way = 0; way < 5; way++) {
        int result = await run(way);
        printf("= %d\n", result);
    }
    return 0;
}

// expect: bye 20 bye 21 bye 2 = 0
// expect: bye 10 bye 11 bye 2 = 0
// expect: bye 10 bye 2 = 0
// expect: bye 10 bye 1 = 10
// expect: bye 10 bye 1 = 0
