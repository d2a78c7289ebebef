// A frame larger than the limit asked for is warned of, with what takes the most of it.
// options: -Wframe=256
#include <stdio.h>
#include <tarry.h>

static async int small(int n) {
    char bytes[100];
    snprintf(bytes, sizeof bytes, "%d", n);
    await tarry_yield();
    return bytes[0];
}

static async int large(int n) { // warning: the frame of `large` takes
    char bytes[1000];
    snprintf(bytes, sizeof bytes, "%d", n);
    await tarry_yield();
    return bytes[0];
}

static async int before(int n) {
    {
        char bytes[1000];
        snprintf(bytes, sizeof bytes, "%d", n);
        n = bytes[0];
    }
    await tarry_yield();
    return n;
}

async int main(void) { // warning: the frame of `main` takes
    int n = await small(1);
    n += await large(2);
    return n + await before(3);
}
