// A task that does nothing but call what is ready at once, through a pointer or by recursion, lets others run.
// no faults: a task calls until another one stops it, which was not started
// env: TARRY_WORKERS=1
// options: -O2
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

static bool stop;

static async bool is_stopped(void) {
    return stop;
}

static async bool (*const pointer)(void) = is_stopped;

static async bool down(int n) { // which may wait
    if (n == 0) {
        return await pointer();
    }
    return await down(n - 1);
}

static async void call_often(void) {
    while (!await pointer()) {
    }
}

static async void recurse_often(void) {
    while (!await down(3)) {
    }
}

static async void end_it(void) {
    stop = true;
}

async int main(void) {
    concurrent (s) {
        spawn (s) call_often();
        spawn (s) end_it();
    }
    puts("called");
    stop = false;
    concurrent (s) {
        spawn (s) recurse_often();
        spawn (s) end_it();
    }
    puts("recursed");
    return 0;
}

// expect: called
// expect: recursed
