// A scope's address kept past the end of its block, while nothing else lies there: what is done
// with it is reported, with the task that did it.
#include <tarry/next.h>

#include "../sync/misuse.h"

static struct tarry_scope *kept;

static async int job(void) {
    await tarry_yield();
    return 1;
}

static async void leave_concurrent(void) {
    concurrent (s) {
        kept = &s;
        spawn (s) job();
    }
}

static async void leave_parallel(void) {
    parallel (s) {
        kept = &s;
        spawn (s) job();
    }
}

static async int spawn_late(void) {
    await leave_concurrent();
    spawn (*kept) job();
    return 0;
}

static async int spawn_late_into_parallel(void) {
    await leave_parallel();
    spawn (*kept) job();
    return 0;
}

static async int await_spawn_late(void) {
    await leave_parallel();
    await spawn (*kept) job();
    return 0;
}

static async int cancel_late(void) {
    await leave_concurrent();
    tarry_cancel(kept);
    return 0;
}

// The task whose scope it was goes on.
static async void leave_and_stay(bool *left) {
    await leave_concurrent();
    *left = true;
    await tarry_yield();
    await tarry_yield();
}

static async int next_late(void) {
    bool left = false;
    void *result = NULL;
    concurrent (s) {
        spawn (s) leave_and_stay(&left);
        while (!left) {
            await tarry_yield();
        }
        result = await tarry_next(kept);
    }
    return result != NULL;
}

int main(void) {
    EXPECT_MISUSE(spawn_late, "misuse: spawn: the scope has ended", "by task: spawn_late");
    EXPECT_MISUSE(spawn_late_into_parallel, "misuse: spawn: the scope has ended", "by task");
    EXPECT_MISUSE(await_spawn_late, "misuse: await spawn: the scope has ended", "by task");
    EXPECT_MISUSE(cancel_late, "misuse: tarry_cancel: the scope has ended", "by task");
    EXPECT_MISUSE(next_late, "misuse: tarry_next: the scope has ended", "by task");
    return 0;
}
