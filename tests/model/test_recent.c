// The slot for the task woken last (recent.h): its owner and two thieves. Each task that is put in comes
// out once, with what was done to it before. (That 2c
// must not be seen before 2b is for processors that let stores overtake stores, which the checker does not know.)
//
// mutant: the owner's mark is in no order: src/runtime/recent.h: tarry__store_quickly(&recent->busy, 1) -> tarry__store(&recent->busy, 1, release): race
// mutant: the owner's look is in no order: src/runtime/recent.h: tarry__load(&recent->thieves, seq_cst) -> tarry__load(&recent->thieves, acquire): race
// mutant: the owner does not look: src/runtime/recent.h: tarry__load(&recent->thieves, seq_cst) == TARRY__THIEVES_NOBODY -> true: race
// mutant: a thief does not look: src/runtime/recent.h: if (!tarry__load(&recent->busy, seq_cst)) { -> if (true) {: race
// mutant: a thief's look is in no order: src/runtime/recent.h: !tarry__load(&recent->busy, seq_cst) -> !tarry__load(&recent->busy, acquire): race
// mutant: two thieves at a time: src/runtime/recent.h: if (!tarry__compare_exchange(&recent->thieves, &thieves, TARRY__THIEVES_SOMEBODY, seq_cst,\n                                 relaxed)) { -> if (tarry__exchange(&recent->thieves, TARRY__THIEVES_SOMEBODY, seq_cst) == TARRY__THIEVES_ALWAYS) {: race
// mutant: the thief's mark is taken away without releasing: src/runtime/recent.h: TARRY__THIEVES_NOBODY, release); -> TARRY__THIEVES_NOBODY, relaxed);: race
// mutant: a task is put in without releasing: src/runtime/recent.h: tarry__store(&recent->task, task, release); // 1 -> tarry__store(&recent->task, task, relaxed);: race
// mutant: a task is stolen without acquiring: src/runtime/recent.h: task = tarry__exchange(&recent->task, NULL, acquire); -> task = tarry__exchange(&recent->task, NULL, relaxed);: race
#include "runtime/recent.h"

#include "runtime/task.h"

#include "model.h"

enum { TASKS = 3 };

static struct tarry__recent recent;
static struct tarry_task tasks[TASKS];
static int taken[TASKS]; // as all that is in a task: who has it has it alone

static void have(struct tarry_task *task) {
    if (task) {
        CHECK(++taken[task - tasks] == 1);
    }
}

static void owner(void *argument) {
    (void)argument;
    for (int i = 0; i < TASKS; i++) {
        taken[i] = 0;
        have(tarry__recent_put(&recent, &tasks[i]));
        if (i == 1 && tarry__load(&recent.task, relaxed)) {
            have(tarry__recent_change(&recent, NULL));
        }
    }
}

static void thief(void *argument) {
    (void)argument;
    have(tarry__recent_steal(&recent));
}

static void prepare(uint8_t thieves) {
    recent = (struct tarry__recent){.thieves = thieves};
    for (int i = 0; i < TASKS; i++) {
        taken[i] = 1; // until it is put in
    }
    model_name(&recent.task, sizeof recent.task, "task");
    model_name(&recent.busy, sizeof recent.busy, "busy");
    model_name(&recent.thieves, sizeof recent.thieves, "thieves");
    model_name(taken, sizeof taken, "taken");
    model_thread("owner", owner, NULL);
    model_thread("thief 1", thief, NULL);
    model_thread("thief 2", thief, NULL);
}

static void with_barrier(void) {
    prepare(TARRY__THIEVES_NOBODY);
}

static void without_barrier(void) {
    prepare(TARRY__THIEVES_ALWAYS);
}

static void end(void) {
    struct tarry_task *left = tarry__load(&recent.task, relaxed);
    have(left);
    for (int i = 0; i < TASKS; i++) {
        CHECK(taken[i] == 1);
    }
}

int main(void) {
    model_run("with the barrier", with_barrier, end, NULL);
    model_run("without", without_barrier, end, NULL);
    return 0;
}
