// An initialiser may use the address and the size of the variable it initialises.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

struct node {
    struct node *self;
    int value;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    struct node ring = {&ring, await later(5)};
    void *cycle = &cycle;
    long *heap = malloc(await later(2) * sizeof *heap);
    heap[0] = await later(3);
    heap[1] = sizeof *heap;
    await tarry_yield();
    printf("%d %d\n", ring.self->self->value, ring.self == &ring);
    printf("%d\n", cycle == &cycle);
    printf("%ld %ld\n", heap[0], heap[1]);
    free(heap);
    return 0;
}

// expect: 5 1
// expect: 1
// expect: 3 8
