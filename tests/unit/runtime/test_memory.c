// Out of memory: for each n, the n-th allocation of a program fails, and all after it or only that
// one. Spawns say -ENOMEM through scope.error and the result, frames through theirs, and nothing
// leaks or hangs. (Faults 4 and 5.)
#include "base/memory.h"
#include "race.h"

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

// A race whose arms have frames too large for a slab.
struct racing__future {
    int result;
    unsigned short state;
    int64_t results[3];
    struct tarry_race race;
    struct tarry_arm arms[3];
};
FUNCTION(racing);

static bool racing__poll(void *future, struct tarry_context *cx) {
    struct racing__future *self = future;
    START();
    for (int i = 0; i < 3; i++) {
        BOXED_ARM(cx, self->arms[i], huge, &self->results[i], child->n = i + 1);
    }
    RACE(cx, &self->race, self->arms, 3, false);
    int64_t won = self->results[self->race.winner];
    CHECK(won == -ENOMEM || won == self->race.winner + 1);
    for (uint32_t i = 0; i < 3; i++) {
        int64_t result = self->results[i];
        CHECK(i == self->race.winner || result == -ECANCELED || result == -ENOMEM ||
              result == i + 1);
    }
    self->result = won == -ENOMEM;
    FINISH(self->result);
}

static void racing(struct tarry_runtime *runtime) {
    do {
        struct racing__future future = {0};
        int result = -1;
        static int n;
        failed = false;
        countdown = ++n;
        tarry__memory_fault_set(fail_at_countdown);
        int error = tarry_runtime_run(runtime, &racing__function, &future, &result);
        tarry__memory_fault_set(NULL);
        CHECK(error == 0 || (error == -ENOMEM && failed));
        CHECK(error || result == 0 || failed);
        CHECK(n > 1 || failed);
    } while (failed);
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
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    racing(runtime);
    tarry_runtime_free(runtime);
    starting();
    return 0;
}
