// A deadline holds for the children of scopes inside, and theirs; the else learns of it from them.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int child(int generations) {
    int r = 0;
    if (generations == 0)
        return await tarry_sleep(INT64_MAX);
    concurrent (s) {
        spawn (s) r = child(generations - 1);
    }
    return r;
}

static async int quick(void) {
    return 3;
}

async int main(void) {
    int r[3] = {0};
    within (TARRY_MS(1)) {
        concurrent (s) {
            spawn (s) r[0] = child(0);
            spawn (s) r[1] = child(3);
            spawn (s) r[2] = quick();
        }
    }
    else printf("late\n");
    printf("%d %d %d\n", r[0] == -ECANCELED, r[1] == -ECANCELED, r[2]);
    within (TARRY_SEC(1000)) {
        concurrent (s) {
            spawn (s) r[0] = quick();
            spawn (s) r[1] = quick();
        }
    }
    else printf("no\n");
    within (TARRY_SEC(1000)) {
        concurrent (s) { // cancelled, but by nobody's deadline
            spawn (s) r[0] = child(2);
            tarry_cancel(&s);
        }
    }
    else printf("no\n");
    printf("%d %d\n", r[0] == -ECANCELED, r[1]);
    return 0;
}

// expect: late
// expect: 1 1 3
// expect: 1 3
