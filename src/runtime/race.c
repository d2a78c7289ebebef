// Races: several futures of one task at once. The layout is in <tarry/race.h>.
//
// A race is no scope and its arms are no tasks: they are polled by their task, on its worker, one
// after the other. What makes an arm is a future, the chain of separate frames it is in, and a link
// (link.h) around all it has open, through which it can be cancelled alone.
//
// An arm:
//   - NEW -> ENDED: never polled: an arm in front of it was ready at once, and its result is
//     -ECANCELED; or there was no memory for its frame, or too many races lie one in another, and
//     its result is -ENOMEM
//   - NEW -> RUNNING: the first poll, in start order
//   - RUNNING -> ENDED: a poll returned true. Its result is copied, its own separate frame freed
// The race:
//   1. undecided: every poll of the race polls all RUNNING arms, the NEW ones become so. The first
//      arm that ends is the winner, and nothing behind it is polled before 2
//   2. decided: NEW arms end; the link of each RUNNING one is cancelled, and the children of what it
//      has open are told. Every poll of the race polls all RUNNING arms
//   3. no arm is RUNNING: the race's link is closed, and the race has ended
// So the rule holds that a future, once started, is polled to its end.
//
// No wake is lost. A wake is for the task; which arm it is for nobody knows, nor has to: each poll
// of the race polls every arm that is RUNNING, but for those behind the one that ends first, and
// these are polled in the same call, in 2. An arm's poll that returned false has arranged a wake,
// as each future's, or has entered a frame, which the arm's own chain polls at once. A wake that
// comes during a poll sets WOKEN and brings another (task.h). A spurious poll is harmless, which
// every future has to see to anyway.
//
// Budget. Arms share the task's. If it runs out in one arm, those behind it get none in this poll;
// so the next one begins with the arm behind. Else each poll begins with the first arm, or, if the
// race is fair, with a random one.
//
// While an arm is polled, the context's `frame` is the arm's, and task->open what the arm has open:
// so a scope in an arm opens inside the arm's link, and a wait in it finds, walking outwards: what
// the arm has open, the arm, the race, what is around the race. Cancelling passes through it like
// this: what is around the race was cancelled: every arm's waits find that, return -ECANCELED, and
// the arms end, one of them first. An arm was cancelled: its waits find its link, nobody else's do.
// A shield inside an arm keeps both out. Between polls task->open is the race's link, from which
// the walks over everything (tell, dump) find the arms.
//
// An arm's own frames come from the slab, freed in any order. Frames that arms enter later are
// theirs (cx->frame): the C stack holds, for each race around, one chain of embedded futures and of
// frames above the limit of the stack, and races lie at most TARRY__RACES_MAX deep.
#include "runtime/race.h"

#include "runtime/frame.h"
#include "runtime/link.h"
#include "runtime/scope.h"
#include "runtime/worker.h"

#include <errno.h>
#include <string.h>

typedef struct tarry_race Race;
typedef struct tarry_arm Arm;
typedef struct tarry_context Context;

static const uint32_t nobody = UINT32_MAX;

_Static_assert(sizeof(Arm) == 64 && sizeof(Race) == 40,
               "they lie in frames compiled with another version");

void *tarry__arm_new(Context *cx, const struct tarry_function *function) {
    Context inside = *cx;
    inside.races++; // frames of arms are freed in any order
    return tarry__frame_new_apart(&inside, function);
}

void tarry__race_begin(Context *cx, Race *race, Arm *arms, unsigned count, bool fair) {
    tarry__link_open(cx->task, &race->link, TARRY__LINK_RACE, false);
    race->arms = arms;
    race->count = count;
    race->first = 0;
    race->winner = nobody;
    race->fair = fair;
    race->decided = false;
    for (uint32_t i = 0; i < count; i++) {
        Arm *arm = &arms[i];
        tarry__link_init(cx->task, &arm->link, &race->link, TARRY__LINK_ARM, false);
        arm->open = &arm->link;
        arm->frame = NULL;
        arm->phase = TARRY__ARM_NEW;
    }
}

// ---- one arm ----

static void arm_end(Context *cx, Arm *arm) {
    arm->phase = TARRY__ARM_ENDED;
    if (arm->boxed && arm->future) {
        if (arm->result) {
            memcpy(arm->result, arm->future, arm->function->result_size);
        }
        tarry__frame_free_alone(cx, arm->future, arm->function);
        arm->future = NULL;
    }
}

// The arm was never polled: `error` is what becomes of it.
static void arm_skip(Context *cx, Arm *arm, int error) {
    void *result = arm->future ? arm->future : arm->result; // which it is copied to
    if (error == -ENOMEM) {
        tarry__no_memory(cx, result, arm->function);
    } else {
        tarry__result_write_error(result, arm->function, error);
    }
    arm_end(cx, arm);
}

static bool arm_poll(Context *cx, Race *race, Arm *arm) {
    if (!arm->future || cx->races >= TARRY__RACES_MAX) {
        arm_skip(cx, arm, -ENOMEM);
        return true;
    }
    struct tarry_task *task = cx->task;
    Context inside = *cx;
    inside.frame = arm->frame;
    inside.entered = NULL;
    inside.frames_end = 0;
    inside.races++;
    task->open = arm->open;
    arm->phase = TARRY__ARM_RUNNING;
    bool ended = tarry__frames_poll(&inside, arm->function, arm->future, &arm->frame);
    arm->open = task->open;
    task->open = &race->link;
    cx->budget = inside.budget;
    cx->woken = inside.woken;
    if (ended) {
        assert(arm->open == &arm->link);
        arm_end(cx, arm);
    }
    return ended;
}

// ---- the race ----

// 1. Returns whether there is a winner.
static bool find_winner(Context *cx, Race *race) {
    if (race->fair) {
        race->first = tarry__random_below(&cx->worker->random, race->count);
    }
    uint32_t index = race->first;
    race->first = 0;
    for (uint32_t i = 0; i < race->count; i++) {
        bool had_budget = cx->budget > 0;
        if (arm_poll(cx, race, &race->arms[index])) {
            race->winner = index;
            return true;
        }
        index = index + 1 < race->count ? index + 1 : 0;
        if (had_budget && cx->budget <= 0) {
            race->first = index;
        }
    }
    return false;
}

// 2, the step to it.
static void cancel_losers(Context *cx, Race *race) {
    race->decided = true;
    for (uint32_t i = 0; i < race->count; i++) {
        Arm *arm = &race->arms[i];
        if (arm->phase == TARRY__ARM_NEW) {
            arm_skip(cx, arm, -ECANCELED);
        } else if (arm->phase == TARRY__ARM_RUNNING) {
            tarry__fetch_or(&cx->task->state, TARRY__TASK_MARKED, relaxed); // by the task itself
            tarry__link_cancel(&arm->link);
            tarry__links_tell_inside(cx->worker, arm);
        }
    }
}

bool tarry__race_poll(Context *cx, Race *race) {
    if (!race->decided) {
        if (!find_winner(cx, race)) {
            return false;
        }
        cancel_losers(cx, race);
    }
    bool ended = true;
    for (uint32_t i = 0; i < race->count; i++) {
        if (race->arms[i].phase == TARRY__ARM_RUNNING) {
            ended &= arm_poll(cx, race, &race->arms[i]);
        }
    }
    if (ended) {
        tarry__link_close(cx->task, &race->link);
    }
    return ended;
}
