// Worker threads begin on a processor each and go where they like from there: all that the program was allowed before it
// made the runtime, and no more.
// env: TARRY_WORKERS=2
// expect: same
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <tarry.h>

static cpu_set_t before;
static _Atomic int different;

static async void look(void) {
    for (int i = 0; i < 20; i++) {
        cpu_set_t mine;
        CPU_ZERO(&mine);
        if (sched_getaffinity(0, sizeof mine, &mine) < 0 || !CPU_EQUAL(&mine, &before)) {
            different++;
        }
        (void)await tarry_sleep(TARRY_US(200));
    }
}

async int main(void) {
    CPU_ZERO(&before);
    sched_getaffinity(0, sizeof before, &before); // worker 0, whose thread is left alone
    parallel (tasks) {
        for (int i = 0; i < 50; i++) {
            spawn (tasks) look();
        }
    }
    puts(different ? "different" : "same");
}
