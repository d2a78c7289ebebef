// What the tests of io and net share: async functions written by hand, as short as that can be.
//
//     struct twice__future { int result; unsigned short state; int n; struct tarry_sleep__future tarry_sleep; };
//     ASYNC(twice) {
//         BEGIN;
//         AWAIT(tarry_sleep, .duration = TARRY_MS(1));
//         AWAIT(tarry_sleep, .duration = TARRY_MS(1));
//         RETURN(self->n);
//         END;
//     }
//
// What lives across an AWAIT lives in the future.
#ifndef TARRY_TESTS_UNIT_IO_SUPPORT_H
#define TARRY_TESTS_UNIT_IO_SUPPORT_H

#include <tarry/net.h>
#include <tarry/runtime.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition, 0, 1))
#define CHECK_EQUAL(actual, expected)                                                              \
    check_equal(__FILE__, __LINE__, #actual, (long long)(actual), (long long)(expected))

static inline void check_failed(const char *file, int line, const char *text, long long actual,
                                long long expected) {
    fprintf(stderr, "%s:%d: %s: %lld, expected %lld\n", file, line, text, actual, expected);
    abort();
}

static inline void check_equal(const char *file, int line, const char *text, long long actual,
                               long long expected) {
    if (actual != expected) {
        check_failed(file, line, text, actual, expected);
    }
}

#define ASYNC(f)                                                                                   \
    static bool f##__poll(void *future, struct tarry_context *cx);                                 \
    __attribute__((unused)) static const struct tarry_function f##__function = {                   \
        .name = #f,                                                                                \
        .file = __FILE__,                                                                          \
        .poll = f##__poll,                                                                         \
        .size = sizeof(struct f##__future),                                                        \
        .alignment = _Alignof(struct f##__future),                                                 \
        .result_size = sizeof(((struct f##__future *)0)->result),                                  \
        .state_offset = offsetof(struct f##__future, state),                                       \
        .line = __LINE__,                                                                          \
        .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,                               \
    };                                                                                             \
    static bool f##__run(struct f##__future *self, struct tarry_context *cx);                      \
    static bool f##__poll(void *future, struct tarry_context *cx) {                                \
        return f##__run(future, cx);                                                               \
    }                                                                                              \
    static bool f##__run(struct f##__future *self, struct tarry_context *cx)

#define BEGIN                                                                                      \
    (void)cx;                                                                                      \
    switch (self->state) {                                                                         \
    case 0:
#define END                                                                                        \
    }                                                                                              \
    self->result = 0;                                                                              \
    return true
#define RETURN(value)                                                                              \
    do {                                                                                           \
        self->result = (value);                                                                    \
        return true;                                                                               \
    } while (0)
// Everything but state and arguments is uninitialised in a caller's future; so it is here.
#define AWAIT(f, ...)                                                                              \
    do {                                                                                           \
        memset(&self->f, 0xa5, sizeof self->f);                                                    \
        START(&self->f, f, __VA_ARGS__);                                                           \
        self->state = __LINE__;                                                                    \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!f##__poll(&self->f, cx)) {                                                            \
            return false;                                                                          \
        }                                                                                          \
    } while (0)
#define START(place, f, ...) (*(place) = (struct f##__future){__VA_ARGS__})
#define JOIN(scope)                                                                                \
    do {                                                                                           \
        self->state = __LINE__;                                                                    \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!tarry__scope_join(cx, &self->scope)) {                                                \
            return false;                                                                          \
        }                                                                                          \
    } while (0)
#define SPAWN(scope, out_result, f, ...)                                                           \
    do {                                                                                           \
        struct f##__future *child =                                                                \
            tarry__spawn_new(cx, &self->scope, &f##__function, (out_result));                      \
        CHECK(child != NULL);                                                                      \
        START(child, f, __VA_ARGS__);                                                              \
        tarry__spawn(cx, &self->scope, child);                                                     \
    } while (0)

#define RUN(f, ...)                                                                                \
    do {                                                                                           \
        struct f##__future root = {__VA_ARGS__};                                                   \
        struct tarry_runtime *runtime;                                                             \
        int result = -1;                                                                           \
        CHECK_EQUAL(tarry_runtime_new(NULL, &runtime), 0);                                         \
        CHECK_EQUAL(tarry_runtime_run(runtime, &f##__function, &root, &result), 0);                \
        CHECK_EQUAL(result, 0);                                                                    \
        tarry_runtime_free(runtime);                                                               \
    } while (0)

#endif
