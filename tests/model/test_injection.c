// The injection queue (injection.h): who appends at one end, under one lock, and who takes off at the
// other, under another. No task is lost, none comes out twice, each pusher's come in their order, and
// whoever gets one sees what its pusher wrote into it; who only counts never sees more than there were.
//
// sources: src/runtime/injection.c src/runtime/ring.c
// small: src/runtime/ring.h: TARRY__RING_SIZE = 256 -> TARRY__RING_SIZE = 4
// mutant: a task is counted before it is there: src/runtime/injection.c: if (injection->end) {\n        *injection->end = task; -> tarry__store(&injection->pushed, tarry__load(&injection->pushed, relaxed) + 1, seq_cst); tarry__store(&injection->pushed, tarry__load(&injection->pushed, relaxed) - 1, relaxed);\n    if (injection->end) {\n        *injection->end = task;: race
// mutant: a push releases nothing: src/runtime/injection.c: before + 1, seq_cst); -> before + 1, relaxed);: race
// mutant: a push of what is left releases nothing: src/runtime/injection.c: before + 1, release); -> before + 1, relaxed);: race
// mutant: tasks are counted without acquiring: src/runtime/injection.c: &injection->pushed, acquire) -> &injection->pushed, relaxed): race
// mutant: all are taken beside who pushes: src/runtime/injection.c: Task *first = NULL;\n    tarry__lock_take(&injection->tail_lock); -> Task *first = NULL;\n    tarry__lock_take(&(_Atomic uint32_t){0});: assertion
// mutant: the last one is cut off without the end's lock: src/runtime/injection.c: count < there(injection) ? NULL -> count <= there(injection) ? NULL: race
// mutant: who has the end's lock does not count again: src/runtime/injection.c: if (there(injection) <= *count) { -> if (true) {: assertion
// mutant: the end stays behind what was taken: src/runtime/injection.c: injection->end = NULL; -> (void)injection;: race
// mutant: what was taken lies there still: src/runtime/injection.c: injection->first = last->next; -> (void)last;: assertion
// mutant: two take off at a time: src/runtime/injection.c: tarry__lock_take(&injection->head_lock); -> tarry__lock_take(&(_Atomic uint32_t){0});: race
// mutant: two push at a time: src/runtime/injection.c: task->next = NULL;\n    tarry__lock_take(&injection->tail_lock); -> task->next = NULL;\n    tarry__lock_take(&(_Atomic uint32_t){0});: assertion
// mutant: more are moved than there is room for: src/runtime/injection.c: count = count < room ? count : room; -> (void)room;: assertion
// mutant: the count of those taken is read behind that of all: src/runtime/injection.h: size_t taken = tarry__load(&injection->taken, seq_cst); // first: it never gets ahead\n    return tarry__load(&injection->pushed, seq_cst) - taken; -> size_t pushed = tarry__load(&injection->pushed, seq_cst);\n    return pushed - tarry__load(&injection->taken, seq_cst);: assertion
#include "runtime/injection.h"

#include "model.h"

enum { TASKS_MAX = 8, PUSHERS_MAX = 2, MOVERS_MAX = 2 };

struct content {
    struct tarry_task task;
    int pusher, number, taken;
};

static struct tarry__injection injection;
static struct content tasks[TASKS_MAX];
static int task_count;

struct pusher {
    int first, count;
};

struct mover {
    struct tarry__ring ring;
    int moves; // how often it looks
    size_t most;
    size_t full; // so many lie in its ring already
};

static struct pusher pushers[PUSHERS_MAX];
static struct mover movers[MOVERS_MAX];

static void push(int i, int pusher) {
    tasks[i].pusher = pusher;
    tasks[i].number = i;
    tarry__injection_push(&injection, &tasks[i].task, i % 2 == 0);
}

static void pusher_main(void *argument) {
    const struct pusher *pusher = argument;
    for (int i = 0; i < pusher->count; i++) {
        push(pusher->first + i, (int)(pusher - pushers));
    }
}

static void take(struct tarry_task *task, int *last) {
    struct content *content = (struct content *)task;
    CHECK(content >= tasks && content < tasks + task_count);
    content->taken++; // plain: two who take it race
    CHECK(content->taken == 1);
    CHECK(content->number > last[content->pusher]);
    last[content->pusher] = content->number;
}

static void take_all(struct tarry__ring *ring, int *last) {
    for (struct tarry_task *task; (task = tarry__ring_pop(ring));) {
        take(task, last);
    }
}

static void mover_main(void *argument) {
    struct mover *mover = argument;
    int last[PUSHERS_MAX + 1] = {-1, -1, -1};
    for (int i = 0; i < mover->moves; i++) {
        size_t moved = tarry__injection_move(&injection, &mover->ring, mover->most);
        CHECK(moved <= mover->most);
        CHECK(tarry__ring_length(&mover->ring) == moved + mover->full);
        CHECK(tarry__ring_length(&mover->ring) <= TARRY__RING_SIZE);
        mover->full = 0;
        take_all(&mover->ring, last);
    }
}

static void counter_main(void *argument) {
    (void)argument;
    CHECK(tarry__injection_count(&injection) <= (size_t)task_count);
}

static void prepare(int already) {
    injection = (struct tarry__injection){0};
    task_count = 0;
    for (int i = 0; i < TASKS_MAX; i++) {
        tasks[i] = (struct content){0};
    }
    for (; task_count < already; task_count++) {
        push(task_count, PUSHERS_MAX);
    }
    model_name(&injection, sizeof injection, "injection");
    model_name(&injection.pushed, sizeof injection.pushed, "pushed");
    model_name(&injection.taken, sizeof injection.taken, "taken");
    model_name(&injection.head_lock, sizeof injection.head_lock, "head_lock");
    model_name(&injection.tail_lock, sizeof injection.tail_lock, "tail_lock");
    model_name(tasks, sizeof tasks, "tasks");
}

static void add_pusher(int number, int count) {
    static const char *const names[PUSHERS_MAX] = {"pusher 0", "pusher 1"};
    pushers[number] = (struct pusher){task_count, count};
    task_count += count;
    model_thread(names[number], pusher_main, &pushers[number]);
}

static void add_mover(int number, int moves, size_t most) {
    static const char *const names[MOVERS_MAX] = {"mover 0", "mover 1"};
    movers[number] = (struct mover){.moves = moves, .most = most};
    model_name(&movers[number].ring, sizeof movers[number].ring, "ring");
    model_thread(names[number], mover_main, &movers[number]);
}

// One by one, from none.
static void one_by_one(void) {
    prepare(0);
    add_pusher(0, 2);
    add_mover(0, 3, 1);
}

// Two at a time: fewer than there are, all there are, all there were.
static void two_at_a_time(void) {
    prepare(2);
    add_pusher(0, 2);
    add_mover(0, 2, 2);
}

static void two_pushers(void) {
    prepare(0);
    add_pusher(0, 2);
    add_pusher(1, 1);
    add_mover(0, 2, 2);
}

static void two_movers(void) {
    prepare(1);
    add_pusher(0, 2);
    add_mover(0, 1, 2);
    add_mover(1, 1, 2);
}

static void all_together(void) {
    prepare(1);
    add_pusher(0, 2);
    add_pusher(1, 1);
    add_mover(0, 2, 2);
    add_mover(1, 2, 2);
}

// Its ring has room for one.
static void little_room(void) {
    prepare(TARRY__RING_SIZE - 1 + 2);
    add_mover(0, 1, 2);
    for (; movers[0].full < TARRY__RING_SIZE - 1; movers[0].full++) {
        CHECK(tarry__injection_move(&injection, &movers[0].ring, 1) == 1);
    }
    add_pusher(0, 1);
}

static void counted(void) {
    prepare(1);
    add_pusher(0, 1);
    add_mover(0, 2, 1);
    model_thread("counts", counter_main, NULL);
}

static void end(void) {
    int last[PUSHERS_MAX + 1] = {-1, -1, -1};
    size_t left = tarry__injection_count(&injection);
    struct tarry__ring *ring = &movers[0].ring;
    while (tarry__injection_move(&injection, ring, 1) > 0) {
        take_all(ring, last);
        left--;
    }
    CHECK(left == 0);
    for (int i = 0; i < task_count; i++) {
        CHECK(tasks[i].taken == 1);
    }
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 4, .stale = 2};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("one by one", one_by_one, end, NULL);
    model_run("two at a time", two_at_a_time, end, NULL);
    model_run("little room", little_room, end, NULL);
    model_run("counted", counted, end, bounds);
    model_run("two pushers", two_pushers, end, bounds);
    model_run("two movers", two_movers, end, bounds);
    if (model_is_long()) {
        model_run("two pushers, two movers", all_together, end, &few);
    }
    return 0;
}
