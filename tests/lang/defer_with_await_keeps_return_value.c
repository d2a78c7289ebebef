// The return value waits, unharmed, while deferred statements await.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct big {
    char text[64];
    int n;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async struct big make(int n) {
    struct big b = {"", n};
    strcpy(b.text, "as returned");
    defer {
        b.n = await later(-1);
        strcpy(b.text, "overwritten");
        await later(-2);
    }
    return b;
}

static async long number(long n) {
    defer n = await later(0);
    return n * 2;
}

async int main(void) {
    struct big b = await make(5);
    printf("%s %d %ld\n", b.text, b.n, await number(21));
    return 0;
}

// expect: as returned 5 42
