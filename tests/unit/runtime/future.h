// What the runtime's tests share: a check that says where, and futures written by hand, as tarrycc
// would generate them, so that these tests need no compiler.
#ifndef TARRY_TEST_RUNTIME_FUTURE_H
#define TARRY_TEST_RUNTIME_FUTURE_H

#include <tarry/runtime.h>
#include <tarry/scope.h>
#include <tarry/time.h>

#include "base/atomic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s: not true: %s\n", __FILE__, __LINE__, __func__,             \
                    #condition);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

// Defines f__function for struct f__future and f__poll. VOID: without a result.
#define FUNCTION(f)                                                                                \
    static bool f##__poll(void *future, struct tarry_context *cx);                                 \
    static const struct tarry_function f##__function = {                                           \
        .name = #f,                                                                                \
        .file = __FILE__,                                                                          \
        .poll = f##__poll,                                                                         \
        .size = sizeof(struct f##__future),                                                        \
        .alignment = _Alignof(struct f##__future),                                                 \
        .result_size = sizeof(((struct f##__future *)0)->result),                                  \
        .state_offset = offsetof(struct f##__future, state),                                       \
        .line = __LINE__,                                                                          \
        .flags = TARRY_FUNCTION_RESULT_SIGNED}

// spawn (scope) result = f(...): the statement that follows writes the arguments into *child.
#define SPAWN(cx, scope, f, result_place, ...)                                                     \
    do {                                                                                           \
        struct f##__future *child = tarry__spawn_new(cx, scope, &f##__function, result_place);     \
        if (child) {                                                                               \
            child->state = 0;                                                                      \
            __VA_ARGS__;                                                                           \
            tarry__spawn(cx, scope, child);                                                        \
        }                                                                                          \
    } while (0)

// The body of a poll function: START() ... FINISH(result), and between them AWAIT(cx, future of f,
// f, assignments of its arguments) and JOIN(cx, scope). What has to live across those is in self.
#define START()                                                                                    \
    switch (self->state) {                                                                         \
    case 0:

#define AWAIT(cx, place, f, ...)                                                                   \
    do {                                                                                           \
        (place).state = 0;                                                                         \
        __VA_ARGS__;                                                                               \
        self->state = __LINE__;                                                                    \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!f##__poll(&(place), cx)) {                                                            \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

#define JOIN(cx, scope)                                                                            \
    do {                                                                                           \
        self->state = __LINE__;                                                                    \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!tarry__scope_join(cx, scope)) {                                                       \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

#define FINISH(value)                                                                              \
    }                                                                                              \
    self->result = (value);                                                                        \
    return true

// Runs f on a runtime of its own with the environment's workers, or on `count` of them, and returns
// its result.
static inline int64_t run_on(unsigned workers, const struct tarry_function *function,
                             const void *future) {
    struct tarry_options options = {.workers = workers};
    struct tarry_runtime *runtime;
    int64_t result = 0;
    int small = 0;
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    bool is_int = function->result_size == sizeof small;
    CHECK(tarry_runtime_run(runtime, function, future, is_int ? (void *)&small : (void *)&result) ==
          0);
    tarry_runtime_free(runtime);
    return is_int ? small : result;
}

// Runs an async function of the test itself, written in Tarry's language, the same way, with its arguments
// as `.n = 1, ...`; its result has to be 0.
#define RUN(f, workers, ...)                                                                       \
    CHECK(run_on(workers, &f##__function, &(struct f##__future){__VA_ARGS__}) == 0)

static inline unsigned env_workers(void) {
    const char *text = getenv("TARRY_WORKERS");
    return text && *text ? (unsigned)atoi(text) : 2;
}

// An object is gone: from now on nobody touches it. True if nobody does for a little while.
static inline bool is_left_alone(void *object, size_t size) {
    memset(object, 0xff, size);
    for (int i = 0; i < 50; i++) {
        tarry__cpu_relax();
    }
    const volatile unsigned char *bytes = object;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0xff) {
            return false;
        }
    }
    return true;
}

// How much a test does: less under a sanitizer.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static inline int scaled(int count) {
    return SANITIZED ? count / 10 : count;
}

#endif
