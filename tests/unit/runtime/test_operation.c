// The glue between tasks and the reactor: pipes ping-pong on all workers, and cancellation at any
// moment ends a read with -ECANCELED or with the bytes, never neither, never both.
#include "base/system.h"
#include "future.h"
#include "runtime/operation.h"

#include <fcntl.h>
#include <unistd.h>

struct io__future {
    int result;
    unsigned short state;
    int fd;
    enum tarry__opcode opcode;
    void *buffer;
    unsigned size;
    bool submit;
    struct tarry__wait wait;
};
FUNCTION(io);

static bool io__poll(void *future, struct tarry_context *cx) {
    struct io__future *self = future;
    if (self->state == 0) {
        tarry__operation_init(&self->wait.operation, self->opcode, self->fd, self->buffer,
                              self->size, NULL);
        self->wait.operation.phase = self->submit ? TARRY__WAIT_SUBMIT : TARRY__WAIT_NEW;
        self->state = 1;
    }
    if (!tarry__operation_wait(&self->wait, cx)) {
        return false;
    }
    self->result = (int)self->wait.operation.result;
    return true;
}

struct echo__future { // passes bytes on until the end of the stream; returns how many
    int result;
    unsigned short state;
    int from, to, count, limit;
    char byte;
    struct io__future io;
};
FUNCTION(echo);

static bool echo__poll(void *future, struct tarry_context *cx) {
    struct echo__future *self = future;
    START();
    for (self->count = 0; self->count < self->limit;) {
        AWAIT(cx, self->io, io, self->io.fd = self->from; self->io.opcode = TARRY__OP_READ;
              self->io.buffer = &self->byte; self->io.size = 1; self->io.submit = false);
        CHECK(self->io.result == 1);
        self->count++;
        AWAIT(cx, self->io, io, self->io.fd = self->to; self->io.opcode = TARRY__OP_WRITE;
              self->io.buffer = &self->byte; self->io.size = 1; self->io.submit = self->count % 2);
        CHECK(self->io.result == 1);
    }
    FINISH(self->count);
}

enum { PAIRS = 8, BYTES = 500, BYTES_AMONG_SPINNERS = 20 };

static void make_pipe(int ends[2]) {
    CHECK(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
}

struct echoes__future {
    int result;
    unsigned short state;
    int bytes;
    int pipes[PAIRS][2][2];
    int results[PAIRS][2];
    struct tarry_scope scope;
};
FUNCTION(echoes);

static bool echoes__poll(void *future, struct tarry_context *cx) {
    struct echoes__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < PAIRS; i++) {
        make_pipe(self->pipes[i][0]);
        make_pipe(self->pipes[i][1]);
        CHECK(write(self->pipes[i][0][1], "x", 1) == 1);
        for (int k = 0; k < 2; k++) {
            SPAWN(cx, &self->scope, echo, &self->results[i][k], child->limit = self->bytes;
                  child->from = self->pipes[i][k][0]; child->to = self->pipes[i][!k][1]);
        }
    }
    JOIN(cx, &self->scope);
    for (int i = 0; i < PAIRS; i++) {
        for (int k = 0; k < 2; k++) {
            CHECK(self->results[i][k] == self->bytes);
            close(self->pipes[i][k][0]);
            close(self->pipes[i][k][1]);
        }
    }
    FINISH(0);
}

// A reader is cancelled about when its byte arrives.
struct race__future {
    int result;
    unsigned short state;
    int i, got;
    int ends[2];
    char byte;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(race);

static bool race__poll(void *future, struct tarry_context *cx) {
    struct race__future *self = future;
    START();
    for (self->i = 0; self->i < scaled(1000) + 50; self->i++) {
        make_pipe(self->ends);
        self->byte = '-';
        tarry__scope_open(cx, &self->scope, self->i % 3 == 0, NULL);
        SPAWN(cx, &self->scope, io, &self->got, child->fd = self->ends[0];
              child->opcode = TARRY__OP_READ; child->buffer = &self->byte; child->size = 1;
              child->submit = self->i % 2);
        if (self->i % 5 > 0) {
            AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->i % 5 * 10000);
        }
        if (self->i % 7 > 2) {
            CHECK(write(self->ends[1], "x", 1) == 1);
        }
        if (self->i % 11 > 5) {
            AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 0);
        }
        tarry_cancel(&self->scope);
        JOIN(cx, &self->scope);
        char rest = '-';
        ssize_t left = read(self->ends[0], &rest, 1);
        bool written = self->i % 7 > 2;
        CHECK(self->got == 1 || self->got == -ECANCELED);
        CHECK((self->got == 1) + (left == 1) == written); // the byte is in one place
        CHECK(self->got != 1 || self->byte == 'x');
        close(self->ends[0]);
        close(self->ends[1]);
    }
    FINISH(0);
}

struct races__future {
    int result;
    unsigned short state;
    int results[4];
    struct tarry_scope scope;
};
FUNCTION(races);

static bool races__poll(void *future, struct tarry_context *cx) {
    struct races__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < 4; i++) {
        SPAWN(cx, &self->scope, race, &self->results[i], (void)0);
    }
    JOIN(cx, &self->scope);
    FINISH(0);
}

// I/O gets its turn while other tasks never stop being ready.
static _Atomic bool stop_spinning;

struct spinner__future {
    int result;
    unsigned short state;
    struct tarry_yield__future yield;
};
FUNCTION(spinner);

static bool spinner__poll(void *future, struct tarry_context *cx) {
    struct spinner__future *self = future;
    START();
    while (!tarry__load(&stop_spinning, relaxed)) {
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    FINISH(0);
}

struct fair__future {
    int result;
    unsigned short state;
    struct tarry_scope spinners;
    struct echoes__future echoes;
    struct tarry_sleep__future sleep;
};
FUNCTION(fair);

static bool fair__poll(void *future, struct tarry_context *cx) {
    struct fair__future *self = future;
    START();
    tarry__store(&stop_spinning, false, relaxed);
    tarry__scope_open(cx, &self->spinners, TARRY_PARALLEL, NULL);
    for (int i = 0; i < 40; i++) {
        SPAWN(cx, &self->spinners, spinner, NULL, (void)0);
    }
    AWAIT(cx, self->echoes, echoes, self->echoes.bytes = BYTES_AMONG_SPINNERS);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    tarry__store(&stop_spinning, true, relaxed);
    JOIN(cx, &self->spinners);
    FINISH(0);
}

int main(void) {
    struct echoes__future echoes = {.bytes = BYTES};
    CHECK(run_on(0, &echoes__function, &echoes) == 0);
    struct races__future races = {0};
    CHECK(run_on(0, &races__function, &races) == 0);
    struct fair__future fair = {0};
    CHECK(run_on(0, &fair__function, &fair) == 0);
    return 0;
}
