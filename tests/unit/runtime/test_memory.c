// Out of memory: for each n, the n-th allocation of a program fails, and all after it or only that
// one. Spawns say -ENOMEM through scope.error and the result, frames through theirs, and nothing
// leaks or hangs.
#include "base/memory.h"
#include "future.h"

static int countdown;
static bool only_once;
static bool failed;

static bool fail_at_countdown(size_t size) {
    (void)size;
    countdown--;
    bool fail = countdown == 0 || (countdown < 0 && !only_once);
    failed |= fail;
    return fail;
}

struct leaf__future {
    int result;
    unsigned short state;
    int n;
    struct tarry_sleep__future sleep;
};
FUNCTION(leaf);

static bool leaf__poll(void *future, struct tarry_context *cx) {
    struct leaf__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->n * 1000);
    FINISH(self->sleep.result < 0 ? self->sleep.result : self->n);
}

struct huge__future { // its task is larger than any block of a slab
    int64_t result;
    unsigned short state;
    int n;
    char ballast[5000];
    _Alignas(64) char sharp;
    struct leaf__future *leaf;
};
FUNCTION(huge);

static bool huge__poll(void *future, struct tarry_context *cx) {
    struct huge__future *self = future;
    CHECK((uintptr_t)&self->sharp % 64 == 0);
    START();
    memset(self->ballast, self->n, sizeof self->ballast);
    self->leaf = tarry__frame_new(cx, &leaf__function);
    if (!self->leaf) {
        int result = 0;
        tarry__no_memory(cx, &result, &leaf__function);
        self->result = result;
        return true;
    }
    self->leaf->state = 0;
    self->leaf->n = self->n;
    tarry__frame_enter(cx, self->leaf);
    self->state = 1;
    return false;
case 1:
    self->result = self->leaf->result;
    tarry__frame_free(cx, self->leaf, &leaf__function);
    FINISH(self->result);
}

struct program__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    bool fail_fast;
    int results[8];
    int64_t wide[4];
    struct tarry_scope scope;
};
FUNCTION(program);

static bool program__poll(void *future, struct tarry_context *cx) {
    struct program__future *self = future;
    int errors = 0;
    START();
    struct tarry_scope_options options = {.fail_fast = self->fail_fast};
    tarry__scope_open(cx, &self->scope, self->kind, &options);
    for (int i = 0; i < 8; i++) {
        SPAWN(cx, &self->scope, leaf, &self->results[i], child->n = i);
        if (i < 4) {
            SPAWN(cx, &self->scope, huge, &self->wide[i], child->n = i);
        }
    }
    JOIN(cx, &self->scope);
    for (int i = 0; i < 12; i++) {
        int64_t value = i < 8 ? self->results[i] : self->wide[i - 8];
        errors += value == -ENOMEM;
        bool cancelled = self->fail_fast && self->scope.error && value == -ECANCELED;
        CHECK(value == (i < 8 ? i : i - 8) || value == -ENOMEM || cancelled);
    }
    CHECK((errors > 0) == (self->scope.error == -ENOMEM));
    FINISH(errors);
}

static int run_with(struct tarry_runtime *runtime, int n, enum tarry_scope_kind kind,
                    bool fail_fast) {
    struct program__future program = {.kind = kind, .fail_fast = fail_fast};
    int errors = -1;
    failed = false;
    countdown = n;
    tarry__memory_fault_set(fail_at_countdown);
    int error = tarry_runtime_run(runtime, &program__function, &program, &errors);
    tarry__memory_fault_set(NULL);
    CHECK(error == 0 || (error == -ENOMEM && failed));
    CHECK(error || (errors > 0) == failed);
    return failed;
}

static void starting(void) {
    for (int n = 1;; n++) {
        struct tarry_runtime *runtime;
        failed = false;
        countdown = n;
        tarry__memory_fault_set(fail_at_countdown);
        int error = tarry_runtime_new(NULL, &runtime);
        tarry__memory_fault_set(NULL);
        CHECK(error == 0 || error == -ENOMEM);
        if (error == 0) {
            struct program__future program = {.kind = TARRY_PARALLEL};
            int errors = -1;
            CHECK(tarry_runtime_run(runtime, &program__function, &program, &errors) == 0 &&
                  errors == 0);
            tarry_runtime_free(runtime);
        }
        if (!failed) {
            return;
        }
    }
}

int main(void) {
    struct tarry_options options = {.workers =
                                        1}; // so that the n-th allocation is the same in each run
    struct tarry_runtime *runtime;
    for (int mode = 0; mode < 8; mode++) {
        only_once = mode & 1;
        CHECK(tarry_runtime_new(&options, &runtime) == 0);
        int n = 1;
        while (run_with(runtime, n, mode & 2 ? TARRY_PARALLEL : TARRY_CONCURRENT, mode & 4)) {
            n++;
        }
        CHECK(n > 12);
        tarry_runtime_free(runtime);
    }
    only_once = true;
    starting();
    return 0;
}
