// Children of children spawn into the scope around them all: it ends when the last of them has.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int count;

static async void grow(struct tarry_scope *scope, int depth) {
    atomic_fetch_add(&count, 1);
    await tarry_yield();
    if (depth > 0) {
        spawn (*scope) grow(scope, depth - 1);
        await tarry_yield();
        spawn (*scope) grow(scope, depth - 1);
    }
}

async int main(void) {
    parallel (s)
    {
        spawn (s) grow(&s, 9);
    }
    printf("%d\n", atomic_load(&count));
    return 0;
}

// expect: 1023
