// What a task has open, as links from the innermost outwards: scopes, shields, deadlines (within),
// races and the arms of races, and what is bound to task-local values.
//
// Without a race the links of a task are a list: task->open, link->outer, ..., NULL. A race makes
// them a tree. Its link is the innermost of what is around it; each arm has a link whose `outer` is
// the race's, and arm->open is the innermost one the arm has open, that link if nothing. While an
// arm is polled task->open is the arm's arm->open (race.c), so that from wherever a task *runs* its
// links are a list outwards; while it does not run, task->open is the innermost link outside of its
// outermost race, that race's. Walks over all a task has open use tarry__link_next.
//
// `outer`, `kind` and `shield` never change while a link is open, so children may read those of
// their parents. `cancelled` is atomic. The tree belongs to the worker that runs the task.
//
// Whether the running task is cancelled, where it is, is a walk outwards (it has no MARKED and no
// CANCELLED: no walk): a cancelled link: yes. A shield: no. After the last one: if it has CANCELLED.
//
// `cancelled` also says why: SOURCE, something was done to this very link (tarry_cancel, a deadline,
// a lost race); PASSED_ON, it lies in something cancelled. So a wait that is refused can find the
// deadline that refused it: the nearest SOURCE, if that is a `within`. With none in the task itself
// it gets REFUSED, its scope `refused` when it ends, and the parent goes on looking from that scope
// when it joins.
#ifndef TARRY_RUNTIME_LINK_H
#define TARRY_RUNTIME_LINK_H

#include <tarry/scope.h>

#include "runtime/task.h"

struct tarry_worker;
struct tarry_arm;

// A link's kind. What the first two are part of is a struct tarry_scope.
enum tarry__link_kind {
    TARRY__LINK_CONCURRENT = TARRY_CONCURRENT,
    TARRY__LINK_PARALLEL = TARRY_PARALLEL,
    TARRY__LINK_SHIELD,
    TARRY__LINK_WITHIN,  // struct tarry_within
    TARRY__LINK_RACE,    // struct tarry_race
    TARRY__LINK_ARM,     // struct tarry_arm
    TARRY__LINK_BINDING, // struct tarry_binding
};

enum tarry__link_cancelled {
    TARRY__LINK_NOT_CANCELLED = 0,
    TARRY__LINK_SOURCE = 1,
    TARRY__LINK_PASSED_ON = 2,
};

static inline bool tarry__link_is_scope(const struct tarry_scope_link *link) {
    return link->kind <= TARRY__LINK_PARALLEL;
}

// enum tarry__link_cancelled. Acquires what the canceller did before.
static inline uint8_t tarry__link_cancelled(struct tarry_scope_link *link) {
    return tarry__load(tarry__atomic_u8(&link->cancelled), acquire);
}

static inline bool tarry__link_is_cancelled(struct tarry_scope_link *link) {
    return tarry__link_cancelled(link) != TARRY__LINK_NOT_CANCELLED;
}

static inline void tarry__link_cancel(struct tarry_scope_link *link) {
    tarry__store(tarry__atomic_u8(&link->cancelled), TARRY__LINK_SOURCE, release);
}

// tarry__link_init makes `link` one inside `outer`, NULL: the outermost of `task`.
void tarry__link_init(struct tarry_task *task, struct tarry_scope_link *link,
                      struct tarry_scope_link *outer, enum tarry__link_kind kind, bool shield);
// tarry__link_open makes `link` the innermost of the running task; tarry__link_close removes the
// innermost.
void tarry__link_open(struct tarry_task *task, struct tarry_scope_link *link,
                      enum tarry__link_kind kind, bool shield);
void tarry__link_close(struct tarry_task *task, struct tarry_scope_link *link);

// tarry__link_next returns the link after `link` in a walk over all a task has open, which begins
// at task->open: each is visited once, those inside an arm before those around its race. NULL: it
// was the last.
struct tarry_scope_link *tarry__link_next(struct tarry_scope_link *link);

// tarry__links_tell: some link of `task`, which `worker` runs, was cancelled: so are the scopes
// inside of it, up to shields, and their children are told. tarry__links_tell_inside: the same for
// what an arm of a race, which was cancelled, has open.
void tarry__links_tell(struct tarry_worker *worker, struct tarry_task *task);
void tarry__links_tell_inside(struct tarry_worker *worker, struct tarry_arm *arm);

// tarry__link_refused: a wait at `link`, or a child's in that scope, failed by cancellation. Notes
// it where its cause is.
void tarry__link_refused(struct tarry_task *task, struct tarry_scope_link *link);

#endif
