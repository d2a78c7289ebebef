// tarry_cancelled tells why waits are refused: the nearest cause, also of tasks further in; in shields nothing.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int why(void) {
    return (int)tarry_cancelled();
}

// Waits, and tells why no more.
async int waits(int depth) {
    if (depth > 0) {
        int result = 0;
        parallel (s) {
            spawn (s) result = waits(depth - 1);
        }
        return result == why() ? result : 100 + result;
    }
    int before = why();
    int error = await tarry_sleep(INT64_MAX);
    return error == -ECANCELED && before == 0 ? why() : -1;
}

async int computes(int *turns) {
    await tarry_yield();
    while (!tarry_cancelled()) {
        ++*turns;
        await tarry_yield();
    }
    return why();
}

static async void shielded(int *in, int *out) {
    *in = why();
    await tarry_yield();
    *out = why();
}

async int cleans(int *in, int *out) {
    defer await shielded(in, out);
    await tarry_sleep(INT64_MAX);
    return why();
}

async int fails(void) {
    await tarry_yield();
    return -EIO;
}

static async int leaves(int *child) {
    concurrent (s) {
        spawn (s) *child = waits(1);
        await tarry_yield();
        return why();
    }
    return -1;
}

async int main(void) {
    int a = 0, b = 0, in = -1, out = -1, turns = 0;
    printf("%d\n", why()); // expect: 0
    concurrent (s) {
        spawn (s) a = waits(0);
        spawn (s) b = waits(3);
        spawn (s) computes(&turns);
        for (int i = 0; i < 10; i++)
            await tarry_yield();
        tarry_cancel(&s);
        printf("%d\n", why()); // expect: 1
    }
    printf("%d %d %d %d\n", a, b, why(), turns > 1); // expect: 1 1 0 1
    concurrent (s, .fail_fast = true) {
        spawn (s) a = waits(2);
        spawn (s) b = fails();
    }
    printf("%d %d\n", a, b == -EIO); // expect: 1 1
    printf("%d", await leaves(&a));
    printf(" %d\n", a); // expect: 0 1
    within (TARRY_MS(1)) {
        a = await waits(2);
        printf("%d\n", why()); // expect: 2
    }
    printf("%d %d\n", a, why()); // expect: 2 0
    race {
        when (a = await waits(2)) {}
        when (await tarry_sleep(TARRY_MS(1))) {}
    }
    printf("%d\n", a); // expect: 3
    within (TARRY_MS(1)) { // in a race that is not lost
        race {
            when (a = await waits(1)) {}
            when (b = await waits(0)) {}
        }
    }
    // The first to end was told by the deadline; the other lost then, too.
    printf("%d %d\n", a == 2 || b == 2, a >= 2 && b >= 2); // expect: 1 1
    within (0) {
        a = await cleans(&in, &out);
    }
    printf("%d %d %d\n", a, in, out); // expect: 2 0 0
    concurrent (s) {
        tarry_cancel(&s);
        within (0) {
            concurrent (t, .shield = true) {
                spawn (t) a = tarry_sleep(TARRY_NS(1));
                printf("%d ", why());
            }
            printf("%d ", why());
        }
        printf("%d\n", why());
    }
    printf("%d\n", a); // expect: 0 2 1
    return 0;
}
// expect: 0
