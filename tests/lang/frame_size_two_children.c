// Two children with large frames, one after the other, share their room, and with a block's array.
// expect: 1 2 3 yes
#include <stdio.h>
#include <tarry.h>

#ifdef __TARRYCC__
#define SIZE(function) function##__function.size
#else
#define SIZE(function) 1u
#endif

static async int large(int n) {
    char bytes[4096];
    snprintf(bytes, sizeof bytes, "%d", n);
    await tarry_yield();
    return bytes[0] - '0';
}

static async int larger(int n) {
    char bytes[8000];
    snprintf(bytes, sizeof bytes, "%d", n);
    await tarry_yield();
    return bytes[0] - '0';
}

static async int both(void) {
    int a = await large(1), b = await larger(2), c;
    {
        char bytes[7000];
        snprintf(bytes, sizeof bytes, "%d", a + b);
        await tarry_yield();
        c = bytes[0] - '0';
    }
    printf("%d %d %d ", a, b, c);
    return 0;
}

async int main(void) {
    await both();
    puts(SIZE(both) <= SIZE(larger) + 32 ? "yes" : "no");
    return 0;
}
