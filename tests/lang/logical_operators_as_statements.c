// && and || used for their effect, their value thrown away or given to (void).
#include <stdio.h>
#include <tarry.h>

static async int say(const char *what, int value) {
    await tarry_yield();
    printf("%s\n", what);
    return value;
}

async int main(void) {
    (void)(await say("yes", 1) && await say("and then", 1));
    (void)(await say("no", 0) && await say("never", 1));
    (void)(await say("no", 0) || await say("or else", 1));
    int x = 3;
    (void)(x > 2 && await say("x > 2", 0));
    (void)(x > 2 || await say("never", 0));
    return 0;
}

// expect: yes
// expect: and then
// expect: no
// expect: no
// expect: or else
// expect: x > 2
