// Async functions that return pointers: to objects, to const, to void, to arrays, to pointers.
#include <stdio.h>
#include <tarry.h>

static int numbers[2][3] = {{1, 2, 3}, {4, 5, 6}};
static const char *text = "text";

static async int *element(int i) {
    await tarry_yield();
    return &numbers[0][i];
}

static async int (*row(int i))[3] {
    await tarry_yield();
    return &numbers[i];
}

static async const char **text_address(void) {
    return &text;
}

static async void *untyped(void *p) {
    await tarry_yield();
    return p;
}

async int main(void) {
    printf("%d ", *await element(2));
    printf("%d ", (*await row(1))[1]);
    printf("%d ", await row(1) == &numbers[1]);
    printf("%s ", *await text_address());
    *await text_address() = "changed";
    int *p = await untyped(await element(1));
    printf("%s %d\n", text, *p);
    return 0;
}

// expect: 3 5 1 text changed 2
