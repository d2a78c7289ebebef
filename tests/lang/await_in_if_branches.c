// if without braces, with awaits in the branches, nested so that else belongs to the nearest if.
#include <stdio.h>
#include <tarry.h>

static async void say(const char *what) {
    await tarry_yield();
    printf("%s\n", what);
}

async int main(void) {
    for (int i = 0; i < 4; i++) {
        if (i & 1)
            await say("odd");
        else
            await say("even");
        if (i < 2) {
            if (i == 1)
                await say("one");
            else
                await say("zero");
        } else if (i == 2)
            ;
        else
            await say("three");
    }
    if (1)
        if (0)
            await say("never");
    return 0;
}

// expect: even
// expect: zero
// expect: odd
// expect: one
// expect: even
// expect: odd
// expect: three
