// Async functions of another file, known by their prototypes only: results of all kinds, and calls
// back into this file.
// files: other_file.c
#include <stdio.h>
#include <tarry.h>

#include "support/other_file.h"

async int here(int x) {
    await tarry_yield();
    return x + 1;
}

async int main(void) {
    printf("%d\n", await other_add(await other_add(1, 2), 3));
    struct other_pair pair = await other_pair(4, 5);
    printf("%d %d\n", pair.first, pair.second);
    await other_store(&pair.first, 9);
    printf("%d\n", pair.first);
    printf("%s %.1f\n", await other_text(), await other_half(5));
    printf("%d\n", await other_calls_back(10));
    printf("%d\n", await other_add(1, 1) + await other_add(2, 2) * await other_add(3, 3));
    for (int i = 0; i < await other_add(1, 2); i++) {
        printf("%d ", await other_add(i, i));
    }
    printf("\n");
    return 0;
}

// expect: 6
// expect: 4 5
// expect: 9
// expect: text 2.5
// expect: 22
// expect: 26
// expect: 0 2 4
