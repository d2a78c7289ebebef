// Over-aligned locals have their alignment in the frame too, in tasks and in recursion.
#include <stdint.h>
#include <stdio.h>
#include <tarry.h>

struct __attribute__((aligned(32))) line {
    char bytes[32];
};

static async int misaligned(int depth) {
    char odd = 1;
    int wide __attribute__((aligned(64))) = depth;
    _Alignas(128) char wider[3] = {1, 2, 3};
    struct line line = {{0}};
    await tarry_yield();
    int wrong =
        ((uintptr_t)&wide % 64 != 0) + ((uintptr_t)wider % 128 != 0) + ((uintptr_t)&line % 32 != 0);
    if (depth > 0) {
        wrong += await misaligned(depth - 1);
    }
    return wrong + (wide != depth) + (wider[2] != 3) + (odd != 1);
}

async int main(void) {
    int wrong[3] = {-1, -1, -1};
    printf("%d\n", await misaligned(5));
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) wrong[i] = misaligned(i);
        }
    }
    printf("%d %d %d\n", wrong[0], wrong[1], wrong[2]);
    return 0;
}

// expect: 0
// expect: 0 0 0
