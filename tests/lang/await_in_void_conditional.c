// ?: whose arms are void.
#include <stdio.h>
#include <tarry.h>

static async void say(const char *what) {
    await tarry_yield();
    printf("%s\n", what);
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

static void plain(const char *what) {
    printf("plain %s\n", what);
}

async int main(void) {
    int one = 1;
    one ? await say("a") : await say("b");
    !one ? await say("c") : await say("d");
    await later(1) ? await say("e") : plain("f");
    await later(0) ? await say("g") : plain("h");
    await later(1) ? plain("i") : (void)0;
    return 0;
}

// expect: a
// expect: d
// expect: e
// expect: plain h
// expect: plain i
