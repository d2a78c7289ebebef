// The runtime as an object: started and stopped a thousand times, several at once, run again and
// again, from several threads; it leaves no descriptor and no thread; bad options and too few
// threads. (Fault 6.)
#include "base/system.h"
#include "base/thread.h"
#include "future.h"
#include "runtime/worker.h"

#include <dirent.h>

static int count_entries(const char *path) {
    DIR *directory = opendir(path);
    int count = 0;
    CHECK(directory);
    while (readdir(directory)) {
        count++;
    }
    closedir(directory);
    return count;
}

struct add__future {
    int result;
    unsigned short state;
    int a, b;
    int part[2];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(add);

static bool add__poll(void *future, struct tarry_context *cx) {
    struct add__future *self = future;
    START();
    if (self->b > 1) {
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
        SPAWN(cx, &self->scope, add, &self->part[0], child->a = self->a; child->b = self->b / 2);
        SPAWN(cx, &self->scope, add, &self->part[1], child->a = 0;
              child->b = self->b - self->b / 2);
        JOIN(cx, &self->scope);
        self->result = self->part[0] + self->part[1];
        return true;
    }
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->a % 3 * TARRY_US(10));
    FINISH(self->a + self->b);
}

static void run_once(struct tarry_runtime *runtime, int a, int b) {
    struct add__future add = {.a = a, .b = b};
    int sum = 0;
    CHECK(tarry_runtime_run(runtime, &add__function, &add, &sum) == 0 && sum == a + b);
}

static void start_and_stop(void) {
    struct tarry_runtime *runtime;
    for (int i = 0; i < scaled(1000); i++) {
        CHECK(tarry_runtime_new(NULL, &runtime) == 0);
        for (int run = 0; run < i % 3; run++) {
            run_once(runtime, i, 20);
        }
        tarry_runtime_free(runtime);
    }
    tarry_runtime_free(NULL);
}

// ---- side by side ----

static void side_by_side_main(void *argument) {
    struct tarry_options options = {.workers = 1 + *(unsigned *)argument % 3};
    struct tarry_runtime *runtime;
    for (int i = 0; i < scaled(40) + 1; i++) {
        CHECK(tarry_runtime_new(&options, &runtime) == 0);
        run_once(runtime, 5, 300);
        run_once(runtime, 6, 300);
        tarry_runtime_free(runtime);
    }
}

static void side_by_side(void) {
    struct tarry__thread threads[6];
    unsigned numbers[6];
    for (unsigned i = 0; i < 6; i++) {
        numbers[i] = i;
        CHECK(tarry__thread_start(&threads[i], "test", side_by_side_main, &numbers[i]) == 0);
    }
    for (unsigned i = 0; i < 6; i++) {
        tarry__thread_join(&threads[i]);
    }
}

// ---- one runtime, run from many threads in turn; -EBUSY while it runs ----

static _Atomic int refused;

static void contender_main(void *argument) {
    struct tarry_runtime *runtime = argument;
    for (int done = 0; done < 5;) {
        struct add__future add = {.a = 2, .b = 200};
        int sum = 0;
        int error = tarry_runtime_run(runtime, &add__function, &add, &sum);
        CHECK(error == -EBUSY || (error == 0 && sum == 202));
        done += error == 0;
        tarry__fetch_add(&refused, error != 0, relaxed);
        if (error) {
            tarry__system_yield();
        }
    }
}

static void contended(void) {
    struct tarry__thread threads[4];
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    for (int i = 0; i < 4; i++) {
        CHECK(tarry__thread_start(&threads[i], "test", contender_main, runtime) == 0);
    }
    for (int i = 0; i < 4; i++) {
        tarry__thread_join(&threads[i]);
    }
    tarry_runtime_free(runtime);
}

// ---- from within async code: another runtime may be run, this one not ----

struct nested__future {
    int result;
    unsigned short state;
    struct tarry_runtime *runtime;
    struct tarry_sleep__future sleep;
};
FUNCTION(nested);

static bool nested__poll(void *future, struct tarry_context *cx) {
    struct nested__future *self = future;
    START();
    struct add__future add = {.a = 1, .b = 1};
    CHECK(tarry_runtime_run(self->runtime, &add__function, &add, NULL) == -EBUSY);
    struct tarry_runtime *other;
    CHECK(tarry_runtime_new(NULL, &other) == 0);
    run_once(other, 3, 50);
    tarry_runtime_free(other);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
    FINISH(9);
}

static void nested(void) {
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    struct nested__future root = {.runtime = runtime};
    int result = 0;
    CHECK(tarry_runtime_run(runtime, &nested__function, &root, &result) == 0 && result == 9);
    tarry_runtime_free(runtime);
}

// ---- what can be wrong ----

static int threads_left;

static bool thread_fails(void) {
    return threads_left-- <= 0;
}

static void too_few_threads(void) {
    struct tarry_options options = {.workers = 4};
    for (int n = 0; n < 4; n++) {
        struct tarry_runtime *runtime;
        threads_left = n;
        tarry__thread_fault_set(thread_fails);
        CHECK(tarry_runtime_new(&options, &runtime) == 0);
        tarry__thread_fault_set(NULL);
        CHECK(runtime->worker_count == (unsigned)n + 1);
        run_once(runtime, 1, 100);
        tarry_runtime_free(runtime);
    }
}

static int calls_left;

static int system_call_fails(const char *name) {
    bool opens = strcmp(name, "eventfd") == 0 || strcmp(name, "epoll_create") == 0;
    return opens && calls_left-- <= 0 ? EMFILE : 0;
}

static void too_few_descriptors(void) {
    struct tarry_options options = {.workers = 3, .reactor = TARRY_REACTOR_EPOLL};
    int before = count_entries("/proc/self/fd");
    for (int n = 0; n < 10; n++) {
        struct tarry_runtime *runtime;
        calls_left = n;
        tarry__system_fault_set(system_call_fails);
        int error = tarry_runtime_new(&options, &runtime);
        tarry__system_fault_set(NULL);
        CHECK(error == 0 || error == -EMFILE);
        CHECK(n > 0 || error);
        if (!error) {
            run_once(runtime, 1, 100);
            tarry_runtime_free(runtime);
        }
        CHECK(count_entries("/proc/self/fd") == before);
    }
}

static void bad_options(void) {
    struct tarry_runtime *runtime;
    struct tarry_options many = {.workers = TARRY__WORKERS_MAX + 1}, negative = {.grace = -1};
    struct tarry_options unknown = {.reactor = (enum tarry_reactor_kind)77};
    CHECK(tarry_runtime_new(&many, &runtime) == -EINVAL);
    CHECK(tarry_runtime_new(&negative, &runtime) == -EINVAL);
    CHECK(tarry_runtime_new(&unknown, &runtime) == -EINVAL);
    static const char *const bad[] = {"0", "x", "-1", "1025", "99999999999999999999", "2 ", "1x"};
    char *old = getenv("TARRY_WORKERS");
    old = old ? strdup(old) : NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        setenv("TARRY_WORKERS", bad[i], 1);
        CHECK(tarry_runtime_new(NULL, &runtime) == -EINVAL);
    }
    if (old) {
        setenv("TARRY_WORKERS", old, 1);
    } else {
        unsetenv("TARRY_WORKERS");
    }
    free(old);
}

int main(void) {
    run_on(3, &add__function,
           &(struct add__future){.a = 1, .b = 1}); // whatever libraries open and start once
    int descriptors = count_entries("/proc/self/fd"), threads = count_entries("/proc/self/task");
    start_and_stop();
    side_by_side();
    contended();
    nested();
    too_few_threads();
    too_few_descriptors();
    bad_options();
    CHECK(count_entries("/proc/self/fd") == descriptors);
    for (int i = 0; count_entries("/proc/self/task") != threads;
         i++) { // a joined thread's entry goes a moment later
        CHECK(i < 100000);
        tarry__system_yield();
    }
    return 0;
}
