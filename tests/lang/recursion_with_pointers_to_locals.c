// Each level of a recursion has its own locals; deeper levels reach them through pointers.
#include <stdio.h>
#include <tarry.h>

struct list {
    int value;
    struct list *outer;
};

static async int walk(int n, struct list *outer) {
    struct list own = {n, outer};
    await tarry_yield();
    if (n > 0) {
        return await walk(n - 1, &own);
    }
    int sum = 0;
    for (struct list *l = &own; l; l = l->outer) {
        sum = sum * 2 + l->value;
        l->value = sum;
        await tarry_yield();
    }
    return sum;
}

async int main(void) {
    struct list top = {100, NULL};
    int sum = await walk(4, &top);
    printf("%d %d\n", sum, top.value);
    return 0;
}

// expect: 152 152
