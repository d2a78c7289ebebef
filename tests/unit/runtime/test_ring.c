// The run queue: every task comes out exactly once, however owner and thieves interleave, and the
// oldest first.
#include "runtime/ring.h"
#include "base/thread.h"
#include "future.h"

#include "base/system.h"

enum { THIEVES = 3, TASKS = 300000 };

static struct tarry__ring ring;
static _Atomic uint8_t *seen;
static _Atomic bool done;
static int tasks;

static struct tarry_task *task_number(int i) {
    return (struct tarry_task *)(uintptr_t)(16 * (i + 1));
}

static void count(struct tarry_task *task) {
    size_t i = (uintptr_t)task / 16 - 1;
    CHECK(i < (size_t)tasks);
    CHECK(tarry__fetch_add(&seen[i], 1, relaxed) == 0);
}

static void thief_main(void *argument) {
    struct tarry__ring *own = argument;
    bool last = false;
    for (;;) {
        struct tarry_task *task = tarry__ring_steal(&ring, own);
        if (!task) {
            if (last) {
                return;
            }
            last = tarry__load(&done, acquire);
            tarry__system_yield();
            continue;
        }
        struct tarry_task *previous = task;
        for (count(task); (task = tarry__ring_pop(own)); previous = task) {
            CHECK(task > previous); // in order
            count(task);
        }
    }
}

static void stealing(void) {
    static struct tarry__ring own[THIEVES];
    struct tarry__thread threads[THIEVES];
    tasks = scaled(TASKS);
    seen = calloc((size_t)tasks, sizeof *seen);
    for (int i = 0; i < THIEVES; i++) {
        CHECK(tarry__thread_start(&threads[i], "thief", thief_main, &own[i]) == 0);
    }
    for (int i = 0; i < tasks;) {
        i += tarry__ring_push(&ring, task_number(i));
        if (i % 5 == 0) {
            struct tarry_task *task = tarry__ring_pop(&ring);
            if (task) {
                count(task);
            }
        }
    }
    tarry__store(&done, true, release);
    struct tarry_task *task;
    while ((task = tarry__ring_pop(&ring))) {
        count(task);
    }
    for (int i = 0; i < THIEVES; i++) {
        tarry__thread_join(&threads[i]);
    }
    for (int i = 0; i < tasks; i++) {
        CHECK(tarry__load(&seen[i], relaxed) == 1);
    }
    free((void *)seen);
}

static void one_thread(void) {
    struct tarry__ring a = {0}, b = {0};
    for (int i = 0; i < TARRY__RING_SIZE; i++) {
        CHECK(tarry__ring_push(&a, task_number(i)));
    }
    CHECK(!tarry__ring_push(&a, task_number(0)) && tarry__ring_length(&a) == TARRY__RING_SIZE);
    CHECK(tarry__ring_steal(&a, &b) == task_number(0));
    CHECK(tarry__ring_length(&a) == TARRY__RING_SIZE / 2);
    CHECK(tarry__ring_length(&b) == TARRY__RING_SIZE / 2 - 1);
    CHECK(tarry__ring_pop(&b) == task_number(1));
    CHECK(tarry__ring_pop(&a) == task_number(TARRY__RING_SIZE / 2));
}

int main(void) {
    one_thread();
    stealing();
    return 0;
}
