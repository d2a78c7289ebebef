// Walks over what a task has open, see link.h.
#include "runtime/link.h"

#include <tarry/race.h>
#include <tarry/within.h>

#include "runtime/leaf.h"
#include "runtime/race.h"
#include "runtime/scope.h"
#include "runtime/worker.h"

typedef struct tarry_scope_link Link;
typedef struct tarry_task Task;
typedef struct tarry_race Race;
typedef struct tarry_arm Arm;

// ---- opening and closing ----

void tarry__link_init(Task *task, Link *link, Link *outer, enum tarry__link_kind kind,
                      bool shield) {
    bool bound =
        outer ? outer->bound : task->scope && task->scope->link.kind == TARRY__LINK_CONCURRENT;
    *link = (Link){.outer = outer, .kind = (uint8_t)kind, .shield = shield, .bound = bound};
}

void tarry__link_open(Task *task, Link *link, enum tarry__link_kind kind, bool shield) {
    tarry__link_init(task, link, task->open, kind, shield);
    task->open = link;
}

void tarry__link_close(Task *task, Link *link) {
    assert(task->open == link);
    task->open = link->outer;
}

void tarry__shield_enter(struct tarry_context *cx, Link *shield) {
    tarry__link_open(cx->task, shield, TARRY__LINK_SHIELD, true);
}

void tarry__shield_leave(struct tarry_context *cx, Link *shield) {
    tarry__link_close(cx->task, shield);
}

// ---- asking ----

bool tarry__is_being_cancelled(struct tarry_context *cx) {
    uint32_t state = tarry__task_state(cx->task);
    if (__builtin_expect(!(state & (TARRY__TASK_CANCELLED | TARRY__TASK_MARKED)), 1)) {
        return false;
    }
    for (Link *link = cx->task->open; link; link = link->outer) {
        if (tarry__link_is_cancelled(link)) {
            return true;
        }
        if (link->shield) {
            return false;
        }
    }
    return state & TARRY__TASK_CANCELLED;
}

bool tarry__is_cancelled_here(struct tarry_context *cx) {
    bool is = tarry__is_being_cancelled(cx);
    if (is) {
        tarry__link_refused(cx->task, cx->task->open);
    }
    return is;
}

void tarry__note_refusal(struct tarry_context *cx) {
    tarry__link_refused(cx->task, cx->task->open);
}

void tarry__link_refused(Task *task, Link *link) {
    for (; link; link = link->outer) {
        uint8_t cancelled = tarry__link_cancelled(link);
        if (cancelled == TARRY__LINK_SOURCE) {
            if (link->kind == TARRY__LINK_WITHIN) {
                ((struct tarry_within *)link)->refused = true; // the link is its first member
            }
            return;
        }
        if (!cancelled && link->shield) {
            return;
        }
    }
    if (tarry__task_state(task) & TARRY__TASK_CANCELLED) {
        tarry__fetch_or(&task->state, TARRY__TASK_REFUSED, relaxed);
    }
}

static enum tarry_cancelled cause_of(const Link *link) {
    switch (link->kind) {
    case TARRY__LINK_WITHIN:
        return TARRY_CANCELLED_BY_DEADLINE;
    case TARRY__LINK_ARM:
        return TARRY_CANCELLED_BY_RACE;
    default:
        return TARRY_CANCELLED_BY_SCOPE;
    }
}

// Of a task that is cancelled at `link`. What lies around the scope it was started in stands still,
// and what is noted there was noted before the task was told.
static enum tarry_cancelled cause(const Task *task, Link *link) {
    for (;;) {
        for (; link; link = link->outer) {
            if (tarry__link_cancelled(link) == TARRY__LINK_SOURCE) {
                return cause_of(link);
            }
        }
        if (!task->scope) {
            return TARRY_CANCELLED_BY_STOP; // nothing else cancels the root
        }
        link = &task->scope->link;
        task = task->scope->parent;
    }
}

enum tarry_cancelled tarry_cancelled(void) {
    Task *task = tarry__worker_current ? tarry__worker_running(tarry__worker_current) : NULL;
    struct tarry_context cx = {.task = task};
    return task && tarry__is_being_cancelled(&cx) ? cause(task, task->open) : TARRY_NOT_CANCELLED;
}

// ---- walking over all ----

static Arm *arm_of(Link *link) {
    return (Arm *)((char *)link - offsetof(Arm, link));
}

static Link *first_of_arms(Race *race, uint32_t from) {
    for (uint32_t i = from; i < race->count; i++) {
        if (race->arms[i].phase == TARRY__ARM_RUNNING) {
            return race->arms[i].open;
        }
    }
    return race->link.outer;
}

Link *tarry__link_next(Link *link) {
    if (link->kind == TARRY__LINK_RACE) {
        return first_of_arms((Race *)link, 0); // the link is its first member
    }
    if (link->kind == TARRY__LINK_ARM) {
        Race *race = (Race *)link->outer;
        return first_of_arms(race, (uint32_t)(arm_of(link) - race->arms) + 1);
    }
    return link->outer;
}

// ---- telling ----

static void pass_on(struct tarry_worker *worker, Link *from, const Link *to) {
    for (Link *link = from; link != to; link = link->outer) {
        if (tarry__link_is_scope(link)) {
            tarry__scope_pass_on(worker, (struct tarry_scope *)link);
        }
    }
}

// Is `link`, which lies inside `end`, cancelled from around it? `outside`: `end` is.
static bool is_covered(Link *link, const Link *end, bool outside) {
    for (; link != end; link = link->outer) {
        if (tarry__link_is_cancelled(link)) {
            return true;
        }
        if (link->shield) {
            return false;
        }
    }
    return outside;
}

// Of the links from `innermost` up to `end`, and those of a race they end in. As deep as races are
// nested.
static void tell(struct tarry_worker *worker, Link *innermost, const Link *end, bool outside) {
    Link *from = innermost;
    for (Link *link = innermost; link != end; link = link->outer) {
        bool cancelled = tarry__link_is_cancelled(link);
        if (cancelled) {
            pass_on(worker, from, link->outer);
        }
        if (cancelled || link->shield) {
            from = link->outer;
        }
    }
    if (outside) {
        pass_on(worker, from, end);
    }
    if (innermost == end || innermost->kind != TARRY__LINK_RACE) {
        return;
    }
    Race *race = (Race *)innermost;
    bool covered = is_covered(innermost, end, outside);
    for (uint32_t i = 0; i < race->count; i++) {
        if (race->arms[i].phase == TARRY__ARM_RUNNING) {
            tell(worker, race->arms[i].open, innermost, covered);
        }
    }
}

void tarry__links_tell(struct tarry_worker *worker, Task *task) {
    tell(worker, task->open, NULL, tarry__task_state(task) & TARRY__TASK_CANCELLED);
}

void tarry__links_tell_inside(struct tarry_worker *worker, Arm *arm) {
    tell(worker, arm->open, arm->link.outer, false);
}
