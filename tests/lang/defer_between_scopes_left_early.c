// Leaving several scopes at once: from the inside out, each block's defers run, then its children are
// cancelled and waited for, so that outer defers find none of them alive.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int alive;

static async int child(const char *name) {
    alive++;
    defer alive--;
    defer {
        await tarry_sleep(TARRY_US(100));
        printf("%s ends\n", name);
    }
    return await tarry_sleep(TARRY_SEC(3600));
}

static async int leave(int way) {
    int outer = 0, inner = 0;
    for (int i = 0; i < 1; i++) {
        defer printf("outside: %d alive, %d %d\n", alive, outer == -ECANCELED, inner == -ECANCELED);
        concurrent (a) {
            defer printf("in a: %d alive\n", alive);
            spawn (a) outer = child("outer");
            parallel (b) {
                defer {
                    await tarry_yield();
                    printf("in b: %d alive\n", alive);
                }
                spawn (b) inner = child("inner");
                await tarry_sleep(TARRY_MS(1));
                if (way == 0)
                    return 10;
                if (way == 1)
                    break;
                if (way == 2)
                    continue;
                goto out;
            }
        }
    }
    return 11;
out:
    return 12;
}

async int main(void) {
    for (int way = 0; way < 4; way++)
        printf("%d\n", await leave(way));
    return 0;
}

// expect: in b: 2 alive
// expect: inner ends
// expect: in a: 1 alive
// expect: outer ends
// expect: outside: 0 alive, 1 1
// expect: 10
// expect: in b: 2 alive
// expect: inner ends
// expect: in a: 1 alive
// expect: outer ends
// expect: outside: 0 alive, 1 1
// expect: 11
// expect: in b: 2 alive
// expect: inner ends
// expect: in a: 1 alive
// expect: outer ends
// expect: outside: 0 alive, 1 1
// expect: 11
// expect: in b: 2 alive
// expect: inner ends
// expect: in a: 1 alive
// expect: outer ends
// expect: outside: 0 alive, 1 1
// expect: 12
