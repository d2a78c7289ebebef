// The run queue (ring.h): an owner who pushes and pops, thieves who steal. No task is lost, none
// comes out twice, and whoever gets one sees what its pusher wrote into it.
//
// sources: src/runtime/ring.c
// mutant: push releases nothing: src/runtime/ring.c: tail + 1, seq_cst -> tail + 1, relaxed: race
// mutant: a thief does not acquire the tail: src/runtime/ring.c: &from->tail, acquire -> &from->tail, relaxed: race
// mutant: pop takes what a thief may take: src/runtime/ring.c: if (tarry__compare_exchange_weak(&ring->head, &head, head + 1, acq_rel, acquire)) { -> tarry__store(&ring->head, head + 1, relaxed);\n        if (true) {: no end
// mutant: a thief takes all it has counted: src/runtime/ring.c: &from->head, &head, head + count -> &from->head, &head, head + count + 1: assertion
// mutant: a thief gives up its claim: src/runtime/ring.c: into->tail, to + count - 1 -> into->tail, to + count - 2: assertion
// mutant: push does not look for room: src/runtime/ring.c: >= TARRY__RING_SIZE -> >= 2 * TARRY__RING_SIZE: assertion
// small: src/runtime/ring.h: TARRY__RING_SIZE = 256 -> TARRY__RING_SIZE = 4
#include "runtime/ring.h"

#include "model.h"

enum { TASKS_MAX = 6, THIEVES_MAX = 2 };

struct task {
    int content;
    int taken;
};

static struct tarry__ring ring, stolen[THIEVES_MAX];
static struct task tasks[TASKS_MAX];
static int task_count, thief_count, start;

static void take(struct tarry_task *task) {
    struct task *mine = (struct task *)task;
    CHECK(mine >= tasks && mine < tasks + TASKS_MAX);
    CHECK(mine->content == 1);
    mine->taken++; // plain: two who take it race
    CHECK(mine->taken == 1);
}

static void owner(void *argument) {
    (void)argument;
    for (int i = start; i < task_count; i++) {
        tasks[i].content = 1;
        if (!tarry__ring_push(&ring, (struct tarry_task *)&tasks[i])) {
            take((struct tarry_task *)&tasks[i]);
        }
    }
    for (struct tarry_task *task; (task = tarry__ring_pop(&ring));) {
        take(task);
    }
}

static void thief(void *argument) {
    struct tarry__ring *own = argument;
    struct tarry_task *task = tarry__ring_steal(&ring, own);
    if (task) {
        take(task);
        while ((task = tarry__ring_pop(own))) {
            take(task);
        }
    }
}

// The first ones lie there already.
static void prepare(int already, int count, int thieves) {
    ring = (struct tarry__ring){0};
    task_count = count;
    thief_count = thieves;
    for (int i = 0; i < TASKS_MAX; i++) {
        tasks[i] = (struct task){0};
    }
    for (start = 0; start < already; start++) {
        tasks[start].content = 1;
        tarry__ring_push(&ring, (struct tarry_task *)&tasks[start]);
    }
    model_name(&ring.head, sizeof ring.head, "head");
    model_name(&ring.tail, sizeof ring.tail, "tail");
    model_name(ring.slots, sizeof ring.slots, "slots");
    model_name(tasks, sizeof tasks, "tasks");
    model_thread("owner", owner, NULL);
    for (int i = 0; i < thieves; i++) {
        stolen[i] = (struct tarry__ring){0};
        model_name(&stolen[i], sizeof stolen[i], i == 0 ? "stolen 0" : "stolen 1");
        model_thread(i == 0 ? "thief 0" : "thief 1", thief, &stolen[i]);
    }
}

static void end(void) {
    for (int i = 0; i < task_count; i++) {
        CHECK(tasks[i].taken == 1);
    }
}

static void one_task(void) {
    prepare(0, 1, 1);
}
static void two_tasks(void) {
    prepare(1, 2, 1);
}
static void batch(void) {
    prepare(3, 3, 1);
}
static void round_and_full(void) {
    prepare(4, 6, 1);
}
static void two_thieves(void) {
    prepare(1, 2, 2);
}
static void two_thieves_batch(void) {
    prepare(3, 4, 2);
}

int main(void) {
    static const struct model_bounds spurious = {.spurious = 1};
    model_run("one task, one thief", one_task, end, &spurious);
    model_run("two tasks, one thief", two_tasks, end, &spurious);
    model_run("a batch of two, one thief", batch, end, NULL);
    model_run("a full ring, one thief", round_and_full, end, NULL);
    model_run("two tasks, two thieves", two_thieves, end, NULL);
    if (model_is_long()) {
        static const struct model_bounds four = {.bounded = true, .preemptions = 3, .stale = 2};
        model_run("four tasks, two thieves", two_thieves_batch, end, &four);
    }
    return 0;
}
