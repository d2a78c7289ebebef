// Descriptors that are watched (reactor/watch.c), under readers that read again and again: epoll over a
// kernel of the model's. What comes while nobody waits, or while a reader is on another worker, is not
// lost, the end of the stream neither; who waits when it is closed is told; and nobody gets what was sent
// to the next file of that number.
//
// sources: src/reactor/watch.c src/reactor/epoll.c src/reactor/reactor.c src/reactor/descriptors.c src/reactor/hints.c src/reactor/buffers.c
// sources: src/reactor/operation.c src/runtime/operation.c src/io/reader.c src/io/wait.c tests/model/support/kernel.c
// small: src/reactor/buffers.h: TARRY__BUFFER_SIZE 4096 -> TARRY__BUFFER_SIZE 8
// small: src/io/reader.c: static_assert(TARRY_READER_SIZE == TARRY__BUFFER_SIZE, "the pool's buffers"); -> #undef TARRY_READER_SIZE\n#define TARRY_READER_SIZE TARRY__BUFFER_SIZE
// small: src/reactor/descriptors.c: WAITER_SLOTS 16384 -> WAITER_SLOTS 16
// small: src/reactor/hints.c: VAIN_SURE = 3 -> VAIN_SURE = 2
// mutant: what was told while nobody waited is forgotten: src/reactor/watch.c: *entry |= TARRY__WATCH_READY;\n -> (void)entry;\n: deadlock
// mutant: the end is forgotten behind the data: src/reactor/watch.c: *entry |= TARRY__WATCH_STICKY; -> (void)events;: deadlock
// mutant: a read that took all it had room for took all there was: src/reactor/watch.c: operation->result < operation->size) -> operation->result <= operation->size): deadlock
// mutant: a watch is not counted among who waits: src/reactor/watch.c: bool armed = arm(reactor, fd);\n    if (!armed) { -> bool armed = arm(reactor, fd);\n    if (true) {: assertion
// mutant: an earlier file's watch goes on: src/reactor/watch.c: if (tarry__watch_is_armed(reactor, fd) && !tarry__watch_end(reactor, fd)) {\n        return false;\n    } -> (void)0;: assertion
// mutant: who returns to a watch that has ended believes in it: src/reactor/reactor.c: if (operation->state & TARRY__OPERATION_WATCHED &&\n        !tarry__watch_is_armed(reactor, operation->fd)) { -> if (false) {: deadlock
// mutant: who begins does not wait for a close: src/reactor/descriptors.c: tarry__fetch_add(waiters, 1, acq_rel) & CLOSING, 0 -> tarry__fetch_add(waiters, 1, acq_rel) & 0, 0: deadlock
// mutant: who closes has looked before: src/reactor/descriptors.c: tarry__compare_exchange(waiters, &count, count | CLOSING, acq_rel, relaxed) -> (tarry__fetch_or(waiters, CLOSING, acq_rel), true): deadlock
// mutant: a close goes on for ever: src/reactor/descriptors.c: tarry__fetch_and(waiters, ~CLOSING, release); -> (void)0;: deadlock
// mutant: only who closes ends his watch: src/reactor/reactor.c: if (tarry__watch_is_armed(reactor, fd) && !tarry__watch_end(reactor, fd)) {\n        held = true;\n    } -> (void)held;: assertion
// mutant: closed though another worker's task waits: src/reactor/descriptors.c: (count == 0 || (own && count_on(own, fd) == count)) -> (count == 0 || own): deadlock
// mutant: the number is free while one still waits: src/reactor/descriptors.c: error = tarry__system_duplicate(descriptors->placeholder, fd, O_CLOEXEC); -> error = tarry__system_close(fd);: assertion
// mutant: a worker is not woken to let go: src/reactor/descriptors.c: post(reactor, link);\n        tarry__reactor_wake(reactor); -> post(reactor, link);: deadlock
// mutant: a record is posted without releasing: src/reactor/descriptors.c: &head, link, release, relaxed -> &head, link, relaxed, relaxed: race
#include <tarry/io.h>

#include <errno.h>
#include <string.h>

#include "base/system.h"
#include "io/wait.h"
#include "kernel.h"
#include "model.h"
#include "reactor/backend.h"
#include "runtime/leaf.h"
#include "runtime/worker.h"
#include "world.h"

enum { WORKERS = 2 };

static struct tarry_runtime *runtime;
static struct tarry_task *task;
static bool scheduled;
static struct tarry_reader reader;
static struct kernel_file *other_end;
static int fd;
static unsigned lines;         // that were read
static _Atomic unsigned reads; // that were begun
static struct model_signal go;

_Thread_local struct tarry_worker *tarry__worker_current;

// ---- in place of worker.c ----

void tarry__worker_schedule(struct tarry_worker *worker, struct tarry_task *woken) {
    CHECK(worker == tarry__worker_current && woken == task && !scheduled);
    scheduled = true;
}

bool tarry__is_being_cancelled(struct tarry_context *cx) {
    (void)cx;
    return false;
}

bool tarry__is_cancelled_here(struct tarry_context *cx) {
    (void)cx;
    return false;
}

void tarry__note_refusal(struct tarry_context *cx) {
    (void)cx;
}

void tarry__budget_is_spent(struct tarry_context *cx) {
    (void)cx;
    CHECK(!"more waits than there is budget for");
}

struct tarry__reactor *tarry__reactor_here(void) {
    return tarry__worker_current ? &tarry__worker_current->reactor : NULL;
}

int tarry__blocking_start(struct tarry_context *cx, struct tarry__blocking_job *job) {
    (void)cx, (void)job;
    CHECK(!"a file");
}

bool tarry__blocking_ended(struct tarry_context *cx, struct tarry__blocking_job *job) {
    (void)cx, (void)job;
    CHECK(!"a file");
}

// ---- a task, on whichever worker's thread calls ----

// Behind a poll that has to wait: until it is woken.
static void stop(struct tarry_context *cx) {
    scheduled = cx->woken || tarry__task_state_stop(task);
    cx->woken = false;
    while (!scheduled) {
        tarry__reactor_wait(&cx->worker->reactor, -1);
    }
    scheduled = false;
    tarry__task_state_start(task);
}

static ssize_t poll_to_end(struct tarry_read_until__future *future) {
    struct tarry_context cx = {.task = task, .worker = tarry__worker_current, .budget = 100};
    tarry__task_state_start(task);
    while (!tarry_read_until__poll(future, &cx)) {
        stop(&cx);
    }
    return future->result;
}

// "1\n", "2\n", and so on. What it returned, if that was no line.
static ssize_t read_line(void) {
    struct tarry_read_until__future *future =
        model_memory_new(sizeof *future, _Alignof(struct tarry_read_until__future));
    char *line = NULL;
    *future =
        (struct tarry_read_until__future){.reader = &reader, .delimiter = '\n', .out_line = &line};
    ssize_t length = poll_to_end(future);
    model_memory_free(future, sizeof *future);
    if (length > 0) {
        CHECK(length == 2 && line[0] == (char)('1' + lines) && line[1] == '\n');
        lines++;
    }
    return length;
}

// A read begins: one line more may be sent, of which one was already.
static ssize_t read_next(void) {
    tarry__fetch_add(&reads, 1, release);
    model_signal(&go);
    return read_line();
}

static void send_line(unsigned number) {
    while (tarry__load(&reads, relaxed) + 1 < number) {
        model_wait(&go, false);
    }
    kernel_send(other_end, (char[]){(char)('0' + number), '\n', 0});
}

static void send_lines(void *last) {
    for (unsigned i = 1; i <= (uintptr_t)last; i++) {
        send_line(i);
    }
}

static void close_fd(void) {
    CHECK(tarry__descriptors_close(&runtime->descriptors, tarry__reactor_here(), fd) == 0);
}

static void let_go(struct tarry_worker *worker) {
    tarry__reactor_wait(&worker->reactor, 0);
    tarry_reader_destroy(&reader);
}

static void begin_on(void *worker) {
    tarry__worker_current = worker;
}

static void prepare(void) {
    world_begin();
    kernel_begin();
    model_thread_local(&tarry__worker_current, sizeof tarry__worker_current);
    runtime = world_runtime(WORKERS);
    CHECK(tarry__descriptors_init(&runtime->descriptors) == 0);
    for (unsigned i = 0; i < WORKERS; i++) {
        struct tarry__reactor *reactor = &runtime->workers[i].reactor;
        CHECK(tarry__reactor_init(reactor, TARRY__REACTOR_EPOLL, &runtime->descriptors) == 0);
    }
    task = model_memory_new(sizeof *task, _Alignof(struct tarry_task));
    *task = (struct tarry_task){.state = TARRY__TASK_SCHEDULED};
    scheduled = false;
    fd = kernel_stream(&other_end);
    reader = tarry_reader_pooled(fd);
    lines = 0;
    reads = 0;
    go = (struct model_signal){0};
    model_name(task, sizeof *task, "task");
    model_name(&go, sizeof go, "go");
    model_name(&reads, sizeof reads, "reads");
    model_name(runtime->descriptors.waiters, 16 * sizeof(uint32_t), "waiters");
}

// ---- readiness: each line is sent some time behind the begin of the read before; and the end ----

static void read_to_end(void *worker) {
    begin_on(worker);
    ssize_t result;
    do {
        result = read_next();
    } while (result > 0);
    CHECK(result == 0);
    close_fd();
    let_go(worker);
}

static void send_lines_and_shut(void *last) {
    send_lines(last);
    kernel_shut(other_end);
}

static void to_its_end(void) {
    prepare();
    model_thread("worker 0", read_to_end, &runtime->workers[0]);
    model_thread("sends", send_lines_and_shut, (void *)4);
}

// More than there is room for: what a read leaves is told no second time.
static void send_many_lines(void *last) {
    send_lines((void *)2);
    kernel_send(other_end, "3\n4\n5\n6\n7\n8\n");
    (void)last;
}

static void read_eight(void *worker) {
    begin_on(worker);
    while (lines < 8) {
        CHECK(read_next() > 0);
    }
    close_fd();
    let_go(worker);
}

static void many_at_once(void) {
    prepare();
    model_thread("worker 0", read_eight, &runtime->workers[0]);
    model_thread("sends", send_many_lines, NULL);
}

// ---- moves: a line is read where the route says, or worker 0 waits in its reactor for a while ('s') ----

static const char *route;
static struct model_signal turn[WORKERS];

static unsigned place_of(char step) {
    return step == '1';
}

static void follow_route(void *worker) {
    unsigned me = ((struct tarry_worker *)worker)->index;
    begin_on(worker);
    for (const char *step = route; *step; step++) {
        if (place_of(*step) != me) {
            continue;
        }
        if (step > route && place_of(step[-1]) != me) {
            model_wait(&turn[me], false);
        }
        if (*step == 's') {
            tarry__reactor_wait(tarry__reactor_here(), 1000000);
        } else {
            CHECK(read_next() > 0);
        }
        if (!step[1]) {
            close_fd();
            let_go(worker);
        } else if (place_of(step[1]) != me) {
            model_signal(&turn[!me]);
        }
    }
}

static void moved(void) {
    prepare();
    unsigned count = 0;
    for (const char *step = route; *step; step++) {
        count += *step != 's';
    }
    for (unsigned i = 0; i < WORKERS; i++) {
        turn[i] = (struct model_signal){0};
    }
    model_name(turn, sizeof turn, "turns");
    model_thread("worker 0", follow_route, &runtime->workers[0]);
    model_thread("worker 1", follow_route, &runtime->workers[1]);
    model_thread("sends", send_lines, (void *)(uintptr_t)count);
}

// ---- closed by a task of another worker ----

enum { BEFORE_CLOSE = 2 }; // so many lines are there to be read; from then on it is watched

static struct model_signal begun, to_be_closed, over; // the last read, before the close

static void read_until_closed(void *worker) {
    begin_on(worker);
    ssize_t result;
    do {
        if (lines == BEFORE_CLOSE) {
            model_signal(&begun);
            model_signal(&to_be_closed);
        }
        result = read_next();
    } while (result > 0);
    CHECK(result == -ECANCELED || result == -EBADF);
    let_go(worker);
}

// Perhaps the third line is read, perhaps it is too late.
static void send_the_third_too(void *argument) {
    (void)argument;
    send_lines((void *)BEFORE_CLOSE);
    model_wait(&begun, false);
    kernel_send(other_end, "3\n");
}

static void close_behind(void *worker) {
    begin_on(worker);
    model_wait(&to_be_closed, false);
    close_fd();
}

static void prepare_closing(void (*reads)(void *worker), void (*closes)(void *worker)) {
    prepare();
    begun = to_be_closed = over = (struct model_signal){0};
    model_name(&begun, sizeof begun, "begun");
    model_name(&to_be_closed, sizeof to_be_closed, "to_be_closed");
    model_name(&over, sizeof over, "over");
    model_thread("worker 0", reads, &runtime->workers[0]);
    model_thread("worker 1", closes, &runtime->workers[1]);
    model_thread("sends", send_the_third_too, NULL);
}

static void closed(void) {
    prepare_closing(read_until_closed, close_behind);
}

// Nobody has read before.
static void read_as_it_closes(void *worker) {
    begin_on(worker);
    ssize_t result = read_next();
    CHECK(result == -ECANCELED || result == -EBADF);
    let_go(worker);
}

static void close_as_it_reads(void *worker) {
    begin_on(worker);
    close_fd();
}

static void closed_at_once(void) {
    prepare();
    model_thread("worker 0", read_as_it_closes, &runtime->workers[0]);
    model_thread("worker 1", close_as_it_reads, &runtime->workers[1]);
}

// The next file is there at once, perhaps under the same number. Who waited gets nothing of it.
static void read_one_more(void *worker) {
    begin_on(worker);
    while (lines < BEFORE_CLOSE) {
        CHECK(read_next() > 0);
    }
    struct tarry_read_until__future *future =
        model_memory_new(sizeof *future, _Alignof(struct tarry_read_until__future));
    char *line = NULL;
    *future =
        (struct tarry_read_until__future){.reader = &reader, .delimiter = '\n', .out_line = &line};
    struct tarry_context cx = {.task = task, .worker = worker, .budget = 100};
    tarry__task_state_start(task);
    CHECK(!tarry_read_until__poll(future, &cx));
    model_signal(&begun); // it waits
    model_signal(&to_be_closed);
    stop(&cx);
    CHECK(tarry_read_until__poll(future, &cx));
    CHECK(future->result == -ECANCELED || (future->result == 2 && line[0] == '3'));
    model_memory_free(future, sizeof *future);
    let_go(worker);
    model_signal(&over);
}

static void close_and_open_next(void *worker) {
    close_behind(worker);
    struct kernel_file *next;
    int number = kernel_stream(&next);
    kernel_send(next, "9\n");
    model_wait(&over, false);
    char byte = 0;
    CHECK(tarry__system_recv(number, &byte, 1, 0) == 1 && byte == '9');
    CHECK(tarry__descriptors_close(&runtime->descriptors, tarry__reactor_here(), number) == 0);
}

static void closed_for_the_next(void) {
    prepare_closing(read_one_more, close_and_open_next);
}

// ---- closed behind our back, and another file has its number ----

static void read_two_files(void *worker) {
    begin_on(worker);
    while (lines < 3) {
        CHECK(read_next() > 0);
    }
    kernel_close_behind(fd);
    int number = kernel_stream(&other_end);
    CHECK(number == fd);
    tarry_reader_destroy(&reader);
    reader = tarry_reader_pooled(fd);
    while (lines < 6) {
        CHECK(read_next() > 0);
    }
    close_fd();
    let_go(worker);
}

static void send_to_two_files(void *argument) {
    (void)argument;
    send_lines((void *)3);
    while (tarry__load(&reads, acquire) < 4) {
        model_wait(&go, false);
    }
    for (unsigned i = 4; i <= 6; i++) {
        send_line(i);
    }
}

static void two_files(void) {
    prepare();
    model_thread("worker 0", read_two_files, &runtime->workers[0]);
    model_thread("sends", send_to_two_files, NULL);
}

// ----

static void end(void) {
    for (unsigned i = 0; i < WORKERS; i++) {
        tarry__reactor_wait(&runtime->workers[i].reactor, 0);
    }
    CHECK(*tarry__descriptors_waiters(&runtime->descriptors, fd) == 0);
    for (unsigned i = 0; i < WORKERS; i++) {
        struct tarry__reactor *reactor = &runtime->workers[i].reactor;
        CHECK(reactor->in_flight == 0 && !tarry__watch_is_armed(reactor, fd));
        tarry__reactor_destroy(reactor);
    }
    tarry__descriptors_destroy(&runtime->descriptors);
    CHECK(kernel_open_count() == 0);
}

int main(void) {
    static const struct model_bounds bounds[] = {{.bounded = true},
                                                 {.bounded = true, .preemptions = 1},
                                                 {.bounded = true, .preemptions = 2}};
    static const char *const routes[] = {"000111000", "0001s1s100", "0s01s1s0s0", "010101"};
    const struct model_bounds *none = &bounds[model_is_long()], *one = none + 1;
    model_run("closed as a read begins", closed_at_once, end, NULL);
    model_run("to its end", to_its_end, end, one);
    model_run("many lines at once", many_at_once, end, one);
    model_run("closed behind our back", two_files, end, one);
    for (unsigned i = 0; i < sizeof routes / sizeof *routes; i++) {
        route = routes[i];
        model_run(route, moved, end, none);
    }
    model_run("closed on another worker", closed, end, one);
    model_run("closed, and the number used again", closed_for_the_next, end, one);
    route = "0001";
    model_run(route, moved, end, one);
    return 0;
}
