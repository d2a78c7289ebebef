// & of an lvalue that contains an await.
#include <stdio.h>
#include <tarry.h>

struct node {
    int value;
    struct node *next;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async struct node *same(struct node *n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int a[4] = {1, 2, 3, 4};
    struct node last = {7, NULL}, first = {6, &last};
    int *p = &a[await later(2)];
    int *q = &(await same(&first))->next->value;
    int **pp = &(int *){&a[await later(1)]};
    printf("%d %d %d\n", (int)(p - a), *q, **pp);
    printf("%d\n", &a[await later(3)] - &a[await later(1)] == 2);
    printf("%d\n", (&*await same(&first))->value);
    return 0;
}

// expect: 2 7 2
// expect: 1
// expect: 6
