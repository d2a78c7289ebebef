// Tarry's column of the table that bench/table prints; table_threads.c is the other one. Each
// figure is measured in the same way on both sides:
//
//   creation   10,000 tasks (threads) that end at once, in batches of 100 that are all started
//   before
//              the first of them is waited for. Nanoseconds for each, from start to having ended.
//   switch     two tasks (threads) on one processor that hand the turn to each other: the first
//   runs,
//              gives the turn away and waits until it gets it back. Nanoseconds for each handing
//              over. Tasks do it with tarry_yield; threads with a futex, the fastest way they have.
//   pipe       the same through two pipes, one byte there, one byte back, as in Jim Blandy's
//              context-switch (github.com/jimblandy/context-switch): here both sides pay for the
//              system calls, as a server does, and the difference is small.
//   memory     1,000 threads (100,000 tasks) that sleep. Bytes for each, of the process and of what
//              the kernel keeps for it.
#include <errno.h>
#include <stdlib.h>
#include <tarry.h>

#include "measure.h"

enum { BATCHES = 100, BATCH = 100, SWITCHES = 1000000, PIPE_SWITCHES = 100000, SLEEPERS = 100000 };

static async void nothing(void) {}

static async void creation(void) {
    double start = now_ns();
    for (int batch = 0; batch < BATCHES; batch++) {
        concurrent (s) {
            for (int i = 0; i < BATCH; i++) {
                spawn (s) nothing();
            }
        }
    }
    report("creation", (now_ns() - start) / (BATCHES * BATCH));
}

static async void take_turns(int turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

static async void switches(void) {
    double start = now_ns();
    concurrent (s) {
        spawn (s) take_turns(SWITCHES / 2);
        spawn (s) take_turns(SWITCHES / 2);
    }
    report("switch", (now_ns() - start) / SWITCHES);
}

static async void answer(int from, int to) {
    char byte;
    while (await tarry_read(from, &byte, 1) == 1 && await tarry_write(to, &byte, 1) == 1) {
    }
}

static async void pipe_switches(void) {
    int there[2], back[2];
    if (pipe(there) < 0 || pipe(back) < 0) {
        exit(1);
    }
    concurrent (s) {
        spawn (s) answer(there[0], back[1]);
        double start = now_ns();
        char byte = 'x';
        for (int i = 0; i < PIPE_SWITCHES / 2; i++) {
            if (await tarry_write(there[1], &byte, 1) != 1 ||
                await tarry_read(back[0], &byte, 1) != 1) {
                exit(1);
            }
        }
        report("pipe", (now_ns() - start) / PIPE_SWITCHES);
        tarry_close(there[1]);
    }
}

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

static async void memory(void) {
    double before = memory_bytes();
    concurrent (s) {
        for (int i = 0; i < SLEEPERS; i++) {
            spawn (s) sleeper();
        }
        await tarry_yield();
        report("memory", (memory_bytes() - before) / SLEEPERS);
        tarry_cancel(&s);
    }
}

async int main(void) {
    await memory(); // first, as what the others have used may be used again
    await creation();
    await switches();
    await pipe_switches();
    return 0;
}
