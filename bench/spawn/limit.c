// What no way of starting a task can beat: memory for it is taken and given back, and a function is
// called through a pointer. As in tarry.c all are taken before the first is given back.
#include <stdlib.h>

#include "../measure.h"

enum { TASKS = 1000000, ROUNDS = 7, SIZE = 96 };

static int nothing(int i) {
    return i;
}

static double round_of(void **blocks, int (*volatile call)(int)) {
    double start = now_ns();
    for (int i = 0; i < TASKS; i++) {
        blocks[i] = malloc(SIZE);
        *(volatile int *)blocks[i] = i;
    }
    for (int i = 0; i < TASKS; i++) {
        call(*(volatile int *)blocks[i]);
        free(blocks[i]);
    }
    return (now_ns() - start) / TASKS;
}

int main(void) {
    void **blocks = calloc(TASKS, sizeof *blocks);
    double warm[ROUNDS];
    report("cold", round_of(blocks, nothing));
    for (int i = 0; i < ROUNDS; i++) {
        warm[i] = round_of(blocks, nothing);
    }
    report("warm", median(warm, ROUNDS));
    free(blocks);
    return 0;
}
