// Pointers to async functions of another file, and tables in another file: one address for each function.
// files: pointer_table.c
#include <stdio.h>

#include "support/pointer_table.h"

static const struct service local = {"local", shared, NULL};

async int main(void) {
    printf("%d %d\n", local.run == services[0].run, is_shared(shared)); // expect: 1 1
    for (int i = 0; i < 2; i++)
        printf("%s %d\n", services[i].name, await services[i].run(i + 1));
    // expect: shared 11
    // expect: private 102
    printf("%d\n", await local.run(5)); // expect: 15
    int result = await call_back(local.run, 7);
    printf("%d\n", result); // expect: 17
    async int (*leaf)(int64_t) = tarry_sleep;
    printf("%d %d\n", await leaf(1000), leaf == sleeper()); // expect: 0 1
    return 0;
}
