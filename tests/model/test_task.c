// A task's state (task.h): wakers, cancellers and the worker that polls it. A wake is never lost, a
// task is never in two queues, and whoever schedules it may touch what is the scheduler's.
//
// mutant: a wake releases nothing: src/runtime/task.h: old | woken | cancellation, acq_rel -> old | woken | cancellation, acquire: deadlock
// mutant: a wake acquires nothing: src/runtime/task.h: old | woken | cancellation, acq_rel -> old | woken | cancellation, release: race
// mutant: a wake leaves nothing: src/runtime/task.h: ? TARRY__TASK_WOKEN : -> ? 0 :: deadlock
// mutant: a wake schedules a running task: src/runtime/task.h: return !(old & TARRY__TASK_SCHEDULED); -> return true;: race
// mutant: a start acquires nothing: src/runtime/task.h: ~told, acq_rel -> ~told, release: deadlock
// mutant: a start in two steps: src/runtime/task.h: old = tarry__quick_fetch_and(&task->state, ~told, acq_rel); -> old = tarry__load(&task->state, acquire); tarry__store(&task->state, old & ~told, release);: deadlock
// mutant: a stop releases nothing: src/runtime/task.h: TARRY__TASK_SCHEDULED, release, -> TARRY__TASK_SCHEDULED, relaxed,: race
// mutant: a stop does not see the wake: src/runtime/task.h: if (old & TARRY__TASK_WOKEN) { -> if (false) {: deadlock
// mutant: a stop in two steps: src/runtime/task.h: } while (!tarry__quick_compare_exchange(\n        &task->state, &old, old & ~(uint32_t)TARRY__TASK_SCHEDULED, release, relaxed)); -> } while (false);\n    tarry__store(&task->state, old & ~(uint32_t)TARRY__TASK_SCHEDULED, release);: deadlock
#include "runtime/task.h"

#include "model.h"

enum { WAKERS_MAX = 2 };

static struct tarry_task task;
static struct model_signal queue;
static _Atomic bool arrived[WAKERS_MAX];
static int wakers;
static int places; // in queues; the scheduler's, as task.next is
static int polls;  // as all that is in the task's future
static int reason; // the canceller's
static bool ended;

static void schedule(void) {
    places++;
    CHECK(places == 1);
    model_signal(&queue);
}

static bool poll(void) {
    polls++;
    for (int i = 0; i < wakers; i++) {
        if (!tarry__load(&arrived[i], relaxed)) {
            return false;
        }
    }
    return true;
}

static void run(void) {
    if (tarry__task_state_start(&task)) {
        CHECK(reason == 1);
        reason = 2;
    }
    if (poll()) {
        ended = true;
        model_signal(&queue);
    } else if (tarry__task_state_stop(&task)) {
        schedule();
    }
}

static void worker(void *argument) {
    (void)argument;
    for (;;) {
        model_wait(&queue, false);
        if (ended) {
            model_signal(&queue); // for the other one
            return;
        }
        places--;
        CHECK(places == 0);
        run();
    }
}

static void waker(void *argument) {
    size_t i = (size_t)argument;
    bool cancels = i == 0 && model_choose(2) == 1;
    if (cancels) {
        reason = 1;
    }
    tarry__store(&arrived[i], true, relaxed);
    uint32_t bits = cancels ? TARRY__TASK_CANCELLED | TARRY__TASK_NOTICE : 0;
    if (tarry__task_state_wake(&task, bits)) {
        schedule();
    }
}

static void prepare(int count) {
    static const struct tarry_function function = {.name = "f"};
    task = (struct tarry_task){.function = &function, .state = TARRY__TASK_SCHEDULED};
    queue = (struct model_signal){1};
    places = 1;
    polls = reason = 0;
    ended = false;
    model_name(&places, sizeof places, "places");
    model_name(&polls, sizeof polls, "polls");
    model_name(&reason, sizeof reason, "reason");
    wakers = count;
    model_name(&task.state, sizeof task.state, "state");
    model_name(&queue, sizeof queue, "queue");
    model_name(arrived, sizeof arrived, "arrived");
    model_thread("worker 0", worker, NULL);
    model_thread("worker 1", worker, NULL);
    for (int i = 0; i < count; i++) {
        arrived[i] = false;
        model_thread(i == 0 ? "waker 0" : "waker 1", waker, (void *)(size_t)i);
    }
}

static void one(void) {
    prepare(1);
}

static void two(void) {
    prepare(2);
}

static void end(void) {
    CHECK(places == 0);
}

int main(void) {
    model_run("one waker", one, end, NULL);
    model_run("two wakers", two, end, NULL);
    return 0;
}
