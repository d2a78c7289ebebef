// Leaving parallel and concurrent scopes early, by return, break and goto, at every moment of their
// children's lives.
// timeout: 60
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int alive;

static async int child(unsigned turns) {
    atomic_fetch_add(&alive, 1);
    for (unsigned i = 0; i < turns; i++) {
        await tarry_yield();
    }
    int result = await tarry_sleep(turns % 2 ? TARRY_SEC(3600) : TARRY_US(50));
    atomic_fetch_sub(&alive, 1);
    return result;
}

static async int leave_by_return(unsigned turns) {
    int results[4];
    parallel (s) {
        for (unsigned i = 0; i < 4; i++) {
            spawn (s) results[i] = child(turns + i);
        }
        for (unsigned i = 0; i < turns; i++) {
            await tarry_yield();
        }
        return 5;
    }
    return results[0];
}

static async int leave_two(unsigned turns) {
    int a, b, c;
    for (;;) {
        parallel (outer) {
            spawn (outer) a = child(turns);
            concurrent (inner) {
                spawn (inner) b = child(turns + 1);
                spawn (outer) c = child(turns + 2);
                await tarry_sleep(TARRY_US(turns));
                if (turns % 2) {
                    break;
                }
                goto out;
            }
        }
    }
    return 1;
out:
    (void)a, (void)b, (void)c;
    return 2;
}

async int main(void) {
    for (unsigned turns = 0; turns < 60; turns++) {
        int first = 0, second = 0;
        parallel (s) {
            spawn (s) first = leave_by_return(turns % 20);
            spawn (s) second = leave_two(turns);
        }
        if (first != 5 || second != (turns % 2 ? 1 : 2) || atomic_load(&alive) != 0) {
            printf("%u: %d %d, %d alive\n", turns, first, second, atomic_load(&alive));
        }
    }
    printf("done\n");
    return 0;
}

// expect: done
