// Separate frames: a million levels of recursion suspend at the bottom, resume, are cancelled and
// end, without recursion on the C stack; what finds no memory on the way returns -ENOMEM. (Fault 14.)
#include "base/memory.h"
#include "future.h"

#include <sys/resource.h>

struct down__future { // int down(int n) { if (n == 0) { await tarry_sleep(..); return 0; } return
                      // await down(n - 1) + 1; }
    int result;
    unsigned short state;
    int n;
    int64_t duration;
    union {
        struct tarry_sleep__future sleep;
        struct down__future *down;
    } child;
};
FUNCTION(down);

static bool down__poll(void *future, struct tarry_context *cx) {
    struct down__future *self = future;
    switch (self->state) {
    case 0:
        if (self->n > 0) {
            self->child.down = tarry__frame_new(cx, &down__function);
            if (!self->child.down) {
                tarry__no_memory(cx, &self->result, &down__function);
                return true;
            }
            self->child.down->state = 0;
            self->child.down->n = self->n - 1;
            self->child.down->duration = self->duration;
            tarry__frame_enter(cx, self->child.down);
            self->state = 1;
            return false;
        }
        self->child.sleep.state = 0;
        self->child.sleep.duration = self->duration;
        self->state = 2;
        // fall through
    case 2:
        if (!tarry_sleep__poll(&self->child.sleep, cx)) {
            return false;
        }
        self->result = self->child.sleep.result;
        return true;
    default:
        self->result = self->child.down->result;
        self->result += self->result < 0 ? 0 : 1;
        tarry__frame_free(cx, self->child.down, &down__function);
        return true;
    }
}

struct parent__future {
    int result;
    unsigned short state;
    int depth;
    bool cancel;
    int results[2];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(parent);

static bool parent__poll(void *future, struct tarry_context *cx) {
    struct parent__future *self = future;
    switch (self->state) {
    case 0:
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
        for (int i = 0; i < 2; i++) {
            SPAWN(cx, &self->scope, down, &self->results[i], child->n = self->depth;
                  child->duration = self->cancel ? INT64_MAX : TARRY_MS(20));
        }
        self->sleep.state = 0;
        self->sleep.duration = TARRY_MS(10);
        self->state = 1;
        // fall through
    case 1:
        if (!tarry_sleep__poll(&self->sleep, cx)) {
            return false;
        }
        self->state = 2;
        if (self->cancel) {
            tarry_cancel(&self->scope);
        }
        // fall through
    default:
        if (!tarry__scope_join(cx, &self->scope)) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            CHECK(self->results[i] == (self->cancel ? -ECANCELED : self->depth));
        }
        self->result = 0;
        return true;
    }
}

static int allocations_left;

static bool fail_when_out(size_t size) {
    (void)size;
    return allocations_left-- <= 0;
}

static void no_memory_at_any_depth(void) {
    struct tarry_runtime *runtime;
    struct tarry_options options = {.workers = 1};
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    for (int n = 1; n < 40; n++) {
        struct down__future root = {.n = 20, .duration = 0};
        int result = 1;
        allocations_left = n;
        tarry__memory_fault_set(fail_when_out);
        int error = tarry_runtime_run(runtime, &down__function, &root, &result);
        tarry__memory_fault_set(NULL);
        CHECK(error == 0 || error == -ENOMEM);
        CHECK(error || result == -ENOMEM || result == 20);
        CHECK(n < 30 || result == 20);
    }
    tarry_runtime_free(runtime);
}

int main(void) {
    struct rlimit small = {256 << 10, RLIM_INFINITY}; // for the main thread's stack as it grows
    setrlimit(RLIMIT_STACK, &small);
    for (int cancel = 0; cancel < 2; cancel++) {
        struct parent__future parent = {.depth = scaled(1000000), .cancel = cancel};
        CHECK(run_on(0, &parent__function, &parent) == 0);
    }
    no_memory_at_any_depth();
    return 0;
}
