// The slot for the task woken last: who lies there while its worker is stuck in a long task is stolen,
// with membarrier(2), without it, and when it is refused from some moment on.
#include <errno.h>
#include <string.h>
#include <tarry.h>

#include "base/system.h"
#include "future.h"
#include "runtime/worker.h"

enum { ROUNDS = 50 };

typedef TARRY_CHANNEL(int) ints;

static _Atomic int seen;

static async void look(ints *channel) {
    int n;
    while (await tarry_channel_receive(channel, &n) > 0) {
        tarry__store(&seen, n, release);
    }
}

// Wakes the other task and does not let go of its worker before that has run.
static async void insist(ints *channel) {
    for (int i = 1; i <= ROUNDS; i++) {
        CHECK(await tarry_channel_send(channel, i) == 0);
        while (tarry__load(&seen, acquire) < i) {
            tarry__system_yield();
        }
    }
    tarry_channel_close(channel);
}

static async int both(void) {
    int storage[1];
    ints channel = TARRY_CHANNEL_INIT(storage);
    tarry__store(&seen, 0, relaxed);
    parallel (s) {
        spawn (s) look(&channel);
        spawn (s) insist(&channel);
    }
    return 0;
}

static int no_barrier(const char *name) {
    return strcmp(name, "membarrier") == 0 ? ENOSYS : 0;
}

enum barrier { WORKS, MISSING, REFUSED_LATER };

static void test(enum barrier barrier) {
    tarry__system_fault_set(barrier == MISSING ? no_barrier : NULL);
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(&(struct tarry_options){.workers = 2}, &runtime) == 0);
    if (barrier == MISSING) {
        CHECK(runtime->workers[1].recent.thieves == TARRY__THIEVES_ALWAYS);
    }
    tarry__system_fault_set(barrier == WORKS ? NULL : no_barrier);
    struct both__future future = {0};
    CHECK(tarry_runtime_run(runtime, &both__function, &future, NULL) == 0);
    tarry_runtime_free(runtime);
    tarry__system_fault_set(NULL);
}

int main(void) {
    test(WORKS);
    test(MISSING);
    test(REFUSED_LATER);
    return 0;
}
