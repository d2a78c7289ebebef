// The address of a compound literal given to an awaited function, which writes through it.
#include <stdio.h>
#include <tarry.h>

struct options {
    int depth, width;
    const char *name;
};

static async int use(const struct options *options) {
    await tarry_yield();
    return options->depth * 10 + options->width;
}

static async int fill(int *out, int n) {
    for (int i = 0; i < n; i++) {
        await tarry_yield();
        out[i] = i * i;
    }
    return out[n - 1];
}

async int main(void) {
    printf("%d\n", await use(&(struct options){.depth = 4, .width = 2}));
    printf("%d\n", await use(&(struct options){.name = "x", .depth = await fill((int[3]){0}, 3)}));
    int *numbers = (int[5]){0};
    printf("%d\n", await fill(numbers, 5));
    printf("%d %d\n", numbers[2], numbers[3]);
    return 0;
}

// expect: 42
// expect: 40
// expect: 16
// expect: 4 9
