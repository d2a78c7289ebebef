// Duff's device: case labels inside a loop's body, and each statement awaits.
#include <stdio.h>
#include <tarry.h>

static int copied;

static async int copy(int x) {
    if (x % 2 == 0) {
        await tarry_yield();
    }
    copied++;
    return x;
}

static async void duff(int *to, const int *from, int count) {
    int turns = (count + 3) / 4;
    switch (await copy(count) % 4) {
    case 0:
        do {
            *to++ = await copy(*from++);
            __attribute__((fallthrough));
        case 3:
            *to++ = await copy(*from++);
            __attribute__((fallthrough));
        case 2:
            *to++ = await copy(*from++);
            __attribute__((fallthrough));
        case 1:
            *to++ = await copy(*from++);
        } while (--turns > 0);
    }
}

async int main(void) {
    int from[11], to[11] = {0};
    for (int i = 0; i < 11; i++) {
        from[i] = i * i;
    }
    for (int count = 8; count <= 11; count++) {
        await duff(to, from, count);
        printf("%d %d\n", to[count - 1], copied);
    }
    // expect: 49 9
    // expect: 64 19
    // expect: 81 30
    // expect: 100 42
    return 0;
}
