// A call of an async function that is defined further down in the file.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static async int later(int x);
static async struct point point(int x, int y);
async void say(const char *what);

async int main(void) {
    int x = await later(1) + await later(2);
    struct point p = await point(x, await later(4));
    await say("said");
    printf("%d %d\n", p.x, p.y);
    return 0;
}

async void say(const char *what) {
    printf("%s %d\n", what, await later(9));
}

static async struct point point(int x, int y) {
    return (struct point){await later(x), await later(y)};
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

// expect: said 9
// expect: 3 4
