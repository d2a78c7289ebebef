// Tasks for models, see tasks.h. In place of worker.c, scope.c and link.c.
#include "tasks.h"

#include "base/lock.h"
#include "runtime/leaf.h"
#include "runtime/worker.h"
#include "runtime/misuse.h"
#include "world.h"

#pragma weak tarry__mailbox_empty // of mailbox.c: a model without posts needs none

enum { TASKS_MAX = 5, SCHEDULED = 1, MAIL = 2 };

struct body {
    void (*run)(void *argument);
    void *argument;
    struct tarry_task *task;
    struct tarry_worker *worker;
    struct model_signal wakes; // SCHEDULED, MAIL
    _Atomic uint32_t lock;     // keeps the task from ending
    bool ended;
};

static struct tarry_runtime *runtime;
static struct body bodies[TASKS_MAX];
static unsigned body_count;

_Thread_local struct tarry_worker *tarry__worker_current;

// ---- what leaves use of the runtime ----

static void schedule(struct tarry_task *task) {
    model_signal_bits(&bodies[task->worker].wakes, SCHEDULED);
}

void tarry__worker_schedule(struct tarry_worker *worker, struct tarry_task *task) {
    (void)worker;
    schedule(task);
}

void tarry__worker_schedule_recent(struct tarry_worker *worker, struct tarry_task *task) {
    (void)worker;
    schedule(task);
}

void tarry__task_wake(struct tarry_task *task) {
    CHECK(tarry__worker_current);
    if (tarry__task_state_wake(task, 0)) {
        schedule(task);
    }
}

void tarry__task_wake_from_anywhere(struct tarry_task *task) {
    if (tarry__task_state_wake(task, 0)) {
        schedule(task);
    }
}

void tarry__idle_notify(struct tarry_worker *worker) {
    model_signal_bits(&bodies[worker->index].wakes, MAIL);
}

bool tarry__is_being_cancelled(struct tarry_context *cx) {
    return tarry__task_state(cx->task) & TARRY__TASK_CANCELLED;
}

bool tarry__is_cancelled_here(struct tarry_context *cx) {
    return tarry__is_being_cancelled(cx);
}

void tarry__note_refusal(struct tarry_context *cx) {
    (void)cx;
}

void tarry__budget_is_spent(struct tarry_context *cx) {
    (void)cx;
    CHECK(!"more waits than tasks_await gives");
}

void tarry__misuse(const char *what, const void *object, const void *caller) {
    (void)object, (void)caller;
    model_fail(what, "misuse", 0);
}

// ---- tasks ----

static void empty_mail(struct tarry_worker *worker) {
    if (tarry__mailbox_empty) {
        tarry__mailbox_empty(worker);
    }
}

void tasks_await(const struct tarry_function *function, void *future) {
    struct body *body = &bodies[model_me()];
    struct tarry_context cx = {.task = body->task, .worker = body->worker, .budget = 100};
    while (!function->poll(future, &cx)) {
        if (cx.woken || tarry__task_state_stop(body->task)) {
            cx.woken = false;
            schedule(body->task);
        }
        while (!(model_wait_bits(&body->wakes) & SCHEDULED)) {
            empty_mail(body->worker); // may schedule it
        }
        empty_mail(body->worker);
        tarry__task_state_start(body->task);
    }
}

bool tasks_is_cancelled(void) {
    return tarry__task_state(bodies[model_me()].task) & TARRY__TASK_CANCELLED;
}

static void task_main(void *argument) {
    struct body *body = argument;
    tarry__worker_current = body->worker;
    tarry__store(&body->worker->running, body->task, relaxed);
    tarry__task_state_start(body->task);
    body->run(body->argument);
    tarry__lock_take(&body->lock);
    body->ended = true;
    tarry__lock_give(&body->lock);
    model_memory_free(body->task, sizeof *body->task);
}

void tasks_cancel(unsigned number) {
    struct body *body = &bodies[number];
    tarry__lock_take(&body->lock);
    if (!body->ended && tarry__task_state_wake(body->task, TARRY__TASK_CANCELLED)) {
        schedule(body->task);
    }
    tarry__lock_give(&body->lock);
}

void tasks_begin(unsigned count) {
    world_begin();
    runtime = world_runtime(count);
    body_count = 0;
    model_thread_local(&tarry__worker_current, sizeof tarry__worker_current);
}

void tasks_add(const char *name, void (*run)(void *argument), void *argument) {
    static const struct tarry_function function = {.name = "task"};
    static const char *const names[TASKS_MAX] = {"task 0", "task 1", "task 2", "task 3", "task 4"};
    struct body *body = &bodies[body_count];
    struct tarry_task *task = model_memory_new(sizeof *task, _Alignof(struct tarry_task));
    *task = (struct tarry_task){
        .function = &function, .state = TARRY__TASK_SCHEDULED, .worker = (uint16_t)body_count};
    *body = (struct body){
        .run = run, .argument = argument, .task = task, .worker = &runtime->workers[body_count]};
    model_name(task, sizeof *task, names[body_count]);
    model_name(&body->wakes, sizeof body->wakes, "wakes");
    body_count++;
    model_thread(name, task_main, body);
}
