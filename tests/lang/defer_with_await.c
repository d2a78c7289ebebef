// Deferred statements may await; the next one waits for them.
#include <stdio.h>
#include <tarry.h>

static async int say(const char *what) {
    await tarry_yield();
    printf("%s ", what);
    await tarry_yield();
    return 1;
}

static async int run(void) {
    defer printf("\n");
    defer await say("first");
    defer {
        for (int i = 0; i < await say("check") + 1; i++) {
            await say("turn");
        }
    }
    defer (void)(await say("third") + await say("fourth"));
    return await say("result");
}

async int main(void) {
    int result = await run();
    printf("%d\n", result);
    for (int i = 0; i < 2; i++) {
        defer await say(i ? "one" : "zero");
        if (i == 0) {
            continue;
        }
        await say("body");
    }
    printf("\n");
    return 0;
}

// expect: result third fourth check turn check turn check first
// expect: 1
// expect: zero body one
