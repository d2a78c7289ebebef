// One runtime, run by several threads one after the other. A new thread often has the stack, and so
// the pthread_self(), of one that has ended; the ring must notice all the same.
#include "support.h"

#include <pthread.h>
#include <unistd.h>

#include <tarry/io.h>
#include <tarry/runtime.h>

enum { THREADS = 20 };

static struct tarry_runtime *runtime;
static int pipe_ends[2];

struct byte__future {
    ssize_t result;
    unsigned short state;
    char byte;
    struct tarry_read__future read;
};

static bool byte__poll(void *future, struct tarry_context *cx) {
    struct byte__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->read.state = 0;
        self->read.fd = pipe_ends[0];
        self->read.buffer = &self->byte;
        self->read.size = 1;
    }
    if (!tarry_read__poll(&self->read, cx)) {
        return false;
    }
    self->result = self->read.result;
    return true;
}

static const struct tarry_function byte__function = {
    .name = "byte",
    .file = __FILE__,
    .poll = byte__poll,
    .size = sizeof(struct byte__future),
    .alignment = _Alignof(struct byte__future),
    .result_size = sizeof(ssize_t),
    .state_offset = offsetof(struct byte__future, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

static void *writer(void *unused) {
    CHECK(write(pipe_ends[1], "x", 1) == 1);
    return unused;
}

static void *runner(void *unused) {
    struct byte__future future = {.state = 0};
    ssize_t result = 0;
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, writer, NULL) == 0);
    CHECK(tarry_runtime_run(runtime, &byte__function, &future, &result) == 0);
    CHECK(result == 1);
    CHECK(pthread_join(thread, NULL) == 0);
    return unused;
}

int main(void) {
    CHECK(pipe(pipe_ends) == 0);
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, runner, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    tarry_runtime_free(runtime);
    return 0;
}
