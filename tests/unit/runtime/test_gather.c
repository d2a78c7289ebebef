// Whether work behind descriptors is gathered on one worker: the decision, window by window; and tasks that go from
// worker to worker by it.
#include "runtime/gather.h"

#include <string.h>
#include <unistd.h>
#include <tarry.h>

#include "future.h"
#include "runtime/worker.h"

static const int64_t window = 10000000;

struct server {
    struct tarry__gather_trial trial;
    int64_t now;
    bool gathered;
    int64_t tries; // windows it was gathered in
};

// A window in which so many waits a millisecond are served by one worker, or by two.
static void pass(struct server *server, unsigned by_one, unsigned by_two, int64_t busy) {
    struct tarry__gather_sums sums = {.took = window, .workers = 2};
    sums.polls = sums.waits = (server->gathered ? by_one : by_two) * 10;
    sums.steals = server->gathered ? 0 : 50;
    sums.busiest = server->gathered ? busy : window / 2;
    sums.busy = server->gathered ? busy : window * 3 / 2;
    server->now += window;
    server->gathered = tarry__gather_judge(&server->trial, &sums, server->now);
    server->tries += server->gathered;
}

static void pass_many(struct server *server, int count, unsigned by_one, unsigned by_two,
                      int64_t busy) {
    for (int i = 0; i < count; i++) {
        pass(server, by_one, by_two, busy);
    }
}

// One does more than two: gathered soon, and but for a few windows always.
static void one_does_more(void) {
    struct server server = {0};
    pass_many(&server, 10, 190, 140, window);
    CHECK(server.gathered);
    server.tries = 0;
    pass_many(&server, 1000, 190, 140, window);
    CHECK(server.tries > 970);
}

// Two do more: shared, but for a few windows.
static void two_do_more(void) {
    struct server server = {0};
    pass_many(&server, 3000, 140, 200, window);
    CHECK(server.tries > 0 && server.tries < 60);
}

// One does as much, as long as there is not too much to do for it: that is seen by its never sleeping.
static void load_grows(void) {
    struct server server = {0};
    pass_many(&server, 10, 100, 100, window / 2);
    CHECK(server.gathered);
    pass_many(&server, 1000, 100, 100, window / 2);
    CHECK(server.gathered);
    server.tries = 0;
    pass_many(&server, 10, 200, 300, window);
    CHECK(server.tries < 6);
    pass_many(&server, 5, 200, 300, window);
    CHECK(!server.gathered);
}

// A server that begins to compute something else.
static void other_work_comes(void) {
    struct server server = {0};
    pass_many(&server, 10, 190, 140, window);
    CHECK(server.gathered);
    struct tarry__gather_sums sums = {.took = window,
                                      .busy = window,
                                      .busiest = window,
                                      .polls = 10000,
                                      .waits = 10,
                                      .workers = 2};
    CHECK(!tarry__gather_judge(&server.trial, &sums, server.now + window));
}

static void ordinary_work_is_left_alone(void) {
    struct tarry__gather_trial trial = {0};
    struct tarry__gather_sums echo = {.took = window,
                                      .busy = window,
                                      .busiest = window / 2,
                                      .polls = 1000,
                                      .waits = 1000,
                                      .steals = 50,
                                      .workers = 2};
    for (int kind = 0; kind < 4; kind++) {
        struct tarry__gather_sums sums = echo;
        if (kind == 0) {
            sums.waits = 100; // most tasks are woken by others
        } else if (kind == 1) {
            sums.steals = 1; // each keeps to himself
        } else if (kind == 2) {
            sums.polls = sums.waits = 400; // long tasks
        } else {
            sums.busy = 2 * window; // both are busy all the time
        }
        for (int i = 0; i < 100; i++) {
            CHECK(!tarry__gather_judge(&trial, &sums, window * i));
        }
    }
    trial = (struct tarry__gather_trial){0};
    bool gathered = false;
    for (int i = 0; i < 10; i++) {
        gathered |= tarry__gather_judge(&trial, &echo, window * i);
    }
    CHECK(gathered);
}

// ---- tasks that go home ----

enum { PAIRS = 50, LINES = 200 };

static struct tarry_runtime *runtime;

static async void answer(int socket) {
    defer tarry_close(socket);
    struct tarry_reader in = tarry_reader_pooled(socket);
    defer tarry_reader_destroy(&in);
    char *line;
    ssize_t size;
    while ((size = await tarry_read_until(&in, '\n', &line)) > 0) {
        CHECK(await tarry_write_all(socket, line, (size_t)size) == size);
    }
}

static async void ask(int port) {
    int socket = await tarry_tcp_connect("127.0.0.1", port);
    CHECK(socket >= 0);
    defer tarry_close(socket);
    char buffer[64];
    struct tarry_reader in = tarry_reader(socket, buffer, sizeof buffer);
    for (int i = 0; i < LINES; i++) {
        char *line;
        CHECK(await tarry_write_all(socket, "hello\n", 6) == 6);
        CHECK(await tarry_read_until(&in, '\n', &line) == 6 && memcmp(line, "hello\n", 6) == 0);
        if (i % 20 == 0) { // home moves, and is given up
            tarry__store(&runtime->gather.home, (uint32_t)(i / 20 % 5), relaxed);
        }
    }
}

static async int serve_all(void) {
    int listener = await tarry_tcp_listen("127.0.0.1", 0, PAIRS);
    CHECK(listener >= 0);
    int port = tarry_tcp_local_port(listener);
    parallel (s) {
        for (int i = 0; i < PAIRS; i++) {
            spawn (s) ask(port);
        }
        for (int i = 0; i < PAIRS; i++) {
            int socket = await tarry_accept(listener);
            CHECK(socket >= 0);
            spawn (s) answer(socket);
        }
    }
    tarry_close(listener);
    return 0;
}

static void tasks_go_home(void) {
    CHECK(tarry_runtime_new(&(struct tarry_options){.workers = 4}, &runtime) == 0);
    struct serve_all__future future = {0};
    int result = -1;
    CHECK(tarry_runtime_run(runtime, &serve_all__function, &future, &result) == 0 && result == 0);
    tarry_runtime_free(runtime);
}

// A future written by hand, which polls two others: the first wants to be somewhere else, the second binds the task here.
struct read_and_sleep__future {
    int result;
    unsigned short state;
    int fd;
    bool has_read, has_slept;
    char byte;
    struct tarry_read__future read;
    struct tarry_sleep__future sleep;
};
bool read_and_sleep__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function read_and_sleep__function;
async int read_and_sleep(int fd);

bool read_and_sleep__poll(void *future, struct tarry_context *cx) {
    struct read_and_sleep__future *self = future;
    if (self->state == 0) {
        self->read = (struct tarry_read__future){.fd = self->fd, .buffer = &self->byte, .size = 1};
        self->sleep = (struct tarry_sleep__future){.duration = TARRY_MS(1)};
        self->has_read = self->has_slept = false;
        self->state = 1;
    }
    self->has_read = self->has_read || tarry_read__poll(&self->read, cx);
    self->has_slept = self->has_slept || tarry_sleep__poll(&self->sleep, cx);
    self->result = (int)self->read.result;
    return self->has_read && self->has_slept;
}

const struct tarry_function read_and_sleep__function =
    TARRY_FUTURE(read_and_sleep, TARRY_FUTURE_RESULT(read_and_sleep));

static async int stay(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    for (int i = 0; i < 20; i++) {
        CHECK(await tarry_write(ends[1], "x", 1) == 1);
        unsigned here = tarry__worker_current->index;
        tarry__store(&runtime->gather.home, here == 0 ? 2 : 1, relaxed);
        CHECK(await read_and_sleep(ends[0]) == 1);
    }
    tarry_close(ends[0]);
    tarry_close(ends[1]);
    return 0;
}

static void bound_behind_the_wait(void) {
    CHECK(tarry_runtime_new(&(struct tarry_options){.workers = 2}, &runtime) == 0);
    struct stay__future future = {0};
    int result = -1;
    CHECK(tarry_runtime_run(runtime, &stay__function, &future, &result) == 0 && result == 0);
    tarry_runtime_free(runtime);
}

int main(void) {
    one_does_more();
    two_do_more();
    load_grows();
    other_work_comes();
    ordinary_work_is_left_alone();
    tasks_go_home();
    bound_behind_the_wait();
    return 0;
}
