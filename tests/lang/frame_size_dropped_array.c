// A large array that is done with before an await takes no room: its block has ended, it was never
// used before, or nobody has its address and nobody reads it again.
// options: -g0
// expect: 5 yes 6 yes 7 yes 8 yes
#include <stdio.h>
#include <tarry.h>

#ifdef __TARRYCC__
#define SIZE(function) function##__function.size
#else
#define SIZE(function) 1u
#endif

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static int length(const char *text) {
    int n = 0;
    while (text[n]) {
        n++;
    }
    return n;
}

static async int dropped(void) {
    int n;
    {
        char bytes[8192] = "12345";
        n = length(bytes);
    }
    return await wait(n);
}

static async int declared_first(void) {
    char bytes[8192];
    int n = await wait(6);
    snprintf(bytes, sizeof bytes, "%.*s", n, "123456789");
    return length(bytes);
}

static async int last_use(void) {
    long table[1024];
    for (int i = 0; i < 1024; i++) {
        table[i] = i;
    }
    long n = table[7];
    return await wait((int)n);
}

static async int in_a_loop(void) {
    int n = 0;
    for (int i = 0; i < 2; i++) {
        n += await wait(2);
        char bytes[8192];
        snprintf(bytes, sizeof bytes, "%.*s", 2, "abc");
        n += length(bytes);
    }
    return n;
}

async int main(void) {
    int n = await dropped();
    printf("%d %s ", n, SIZE(dropped) < 64 ? "yes" : "no");
    n = await declared_first();
    printf("%d %s ", n, SIZE(declared_first) < 64 ? "yes" : "no");
    n = await last_use();
    printf("%d %s ", n, SIZE(last_use) < 64 ? "yes" : "no");
    n = await in_a_loop();
    printf("%d %s\n", n, SIZE(in_a_loop) < 64 ? "yes" : "no");
    return 0;
}
