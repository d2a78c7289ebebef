// How cost grows with work: `tarry CURVE N` does N of something, and tells what each cost, in
// nanoseconds. bench/curves runs it for growing N.
//
//   tasks    N tasks are started, wait, all at the same time, for one event, and end
//   scope    N children of one scope, all asleep, are cancelled, and end
//   results  N children of one scope, whose results are taken as they finish (tarry_next)
//   timers   while N timers are armed, one more is armed and cancelled again
//   waiters  N tasks in the queue of a mutex, which is handed from one to the next
//   workers  200,000 tasks, which compute for a microsecond each, on N workers
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

#include "../measure.h"

static async void wait_for(struct tarry_event *event) {
    if (await tarry_event_wait(event) < 0) {
        abort();
    }
}

static async double tasks(int count) {
    struct tarry_event event = {0};
    double start = now_ns();
    concurrent (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) wait_for(&event);
        }
        await tarry_yield();
        tarry_event_set(&event);
    }
    return (now_ns() - start) / count;
}

static async int sleep_long(int i) {
    return await tarry_sleep(TARRY_SEC(3600) + TARRY_US(i));
}

static async double scope(int count) {
    double start = 0;
    concurrent (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) sleep_long(i);
        }
        await tarry_sleep(TARRY_MS(1)); // all are asleep now
        start = now_ns();
        tarry_cancel(&s);
    }
    return (now_ns() - start) / count;
}

static async int identity(int i) {
    return i;
}

static async double results(int count) {
    int *places = malloc((size_t)count * sizeof *places), *place;
    long sum = 0;
    if (!places) {
        abort();
    }
    double start = now_ns();
    concurrent (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) places[i] = identity(i);
        }
        while ((place = await tarry_next(&s))) {
            sum += *place;
        }
    }
    double each = (now_ns() - start) / count;
    free(places);
    return sum == (long)count * (count - 1) / 2 ? each : 0;
}

static async double timers(int count) {
    enum { TIMES = 200000 };
    double each = 0;
    concurrent (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) sleep_long(i);
        }
        await tarry_sleep(TARRY_MS(1));
        double start = now_ns();
        for (int i = 0; i < TIMES; i++) {
            within (TARRY_SEC(1) + TARRY_US(i)) {
            }
        }
        each = (now_ns() - start) / TIMES;
        tarry_cancel(&s);
    }
    return each;
}

static async void lock_once(struct tarry_mutex *mutex) {
    if (await tarry_mutex_lock(mutex) < 0) {
        abort();
    }
    tarry_mutex_unlock(mutex);
}

static async double waiters(int count) {
    struct tarry_mutex mutex = {0};
    double start = 0;
    concurrent (s) {
        if (await tarry_mutex_lock(&mutex) < 0) {
            abort();
        }
        for (int i = 0; i < count; i++) {
            spawn (s) lock_once(&mutex);
        }
        await tarry_yield(); // all are in the queue now
        start = now_ns();
        tarry_mutex_unlock(&mutex);
    }
    return (now_ns() - start) / count;
}

static async unsigned compute(unsigned x) {
    for (int i = 0; i < 400; i++) {
        x = x * 1664525 + 1013904223;
    }
    return x;
}

static async double workers(int count) {
    enum { TASKS = 200000 };
    (void)count;
    double start = now_ns();
    parallel (s) {
        for (unsigned i = 0; i < TASKS; i++) {
            spawn (s) compute(i);
        }
    }
    return (now_ns() - start) / TASKS;
}

static const struct curve {
    const char *name;
    async double (*measure)(int count);
} curves[] = {{"tasks", tasks},   {"scope", scope},     {"results", results},
              {"timers", timers}, {"waiters", waiters}, {"workers", workers}};

async int main(int argc, char **argv) {
    for (size_t i = 0; argc > 2 && i < sizeof curves / sizeof *curves; i++) {
        if (strcmp(argv[1], curves[i].name) == 0) {
            report("each", await curves[i].measure(atoi(argv[2])));
            return 0;
        }
    }
    return 2;
}
