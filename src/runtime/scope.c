// Scopes and cancellation.
//
// Four files act on a scope: this one (opening, cancelling, joining), child.c (spawning, ends),
// admission.c (`await spawn`: waiting for room) and next.c (tarry_next). What they share:
//
// Who holds what
//   1. A concurrent scope's parent and children are pinned to one worker while it is open. All that
//      is in the scope, but for link.cancelled and error, is touched by that worker only. Whoever
//      else comes by (a grandchild in a parallel scope inside, on another worker) is refused with
//      -EXDEV, or, if he cancels, leaves a notice (13).
//   2. A parallel scope has a lock for the same things. Its giving releases what its next taking
//      acquires. It is held for a few list operations, wakes included, never across a poll.
//   3. A waiter (struct tarry_scope_waiter) lies in the future of the wait, and is in one of the rings
//      `admission` and `takers` as long as its phase is WAITING. Whoever takes it out sets the
//      phase, and wakes its task before the lock is given: its task, which has to take the lock to
//      learn of it, cannot end earlier. In a concurrent scope a waiting task is pinned, whether or not
//      it is a child.
//
// Children
//   4. They stand in a list through sibling_next and sibling_previous until they have ended. End of
//      a child: (a) its result is written to the parent's lvalue; (b) it leaves the list; (c) its
//      result goes to the first of `takers`, else, if the scope collects, the child to `ended`; (d) its
//      place goes to the first of `admission`, else is free; (e) was it the last, and the parent waits
//      at the block's end, the parent is woken; (f) its memory is freed, but in `ended`. (b) to (e)
//      happen under the lock, whose giving releases (a) to whoever takes the address in (c) and to the
//      join that finds the list empty. The scope may be gone once the lock is given.
//   5. In a parallel scope that neither collects nor has a limit nor is fail_fast, nothing can be
//      learned from the end of a child but that it was the last. So its worker holds it back, with
//      others of that scope that end after it, and does (b), (e) and (f) for all of them at once
//      (tarry__scope_ends_tell): at the latest before it runs a task that is not the scope's child,
//      before it looks at anything but tasks (every 64 tasks), parks, or stops for a report. As long
//      as it runs children of that scope, the scope could not end anyway. Meanwhile who is held stands
//      in the list, SCHEDULED, so that cancelling does nothing to it.
//   6. `ended` is freed one by one as tarry_next gives it out, the rest by the join that closes the
//      scope.
//
// Room, and why no place is lost
//   7. With a limit, a place is taken from the moment of being given (by a spawn that finds one free,
//      or by 4d) until the child ends. What is between is the holder's to give back: a spawn that
//      finds no memory, and an admission that finds itself cancelled, hand it on as in 4d.
//   8. `admission` is not empty only while all places are taken: a waiter joins it when there is none,
//      and a place that becomes free goes to the first waiter. So none is free while someone waits,
//      a plain spawn cannot overtake, and it is first come, first served.
//   9. Cancelled, a waiter leaves the ring by itself (WAITING), or hands its place on (GIVEN). A
//      cancelled admission never starts a child.
//
// Results, and why none is lost or given out twice
//  10. `results` counts the children with an lvalue that live, and those `await spawn` waits to start.
//      `ended` holds those that ended; `takers` is not empty only while `ended` is, and `results` is
//      not 0. When `results` becomes 0 all takers are given NULL.
//  11. A result is given to one taker, under the lock. A taker that was given one returns it,
//      cancelled or not; a taker that is cancelled while WAITING leaves the ring, with nothing.
//
// Cancelling
//  12. Cancelling a scope sets link.cancelled, marks the parent (MARKED: its waits inside the block must
//      look at its links) and each child (CANCELLED), and wakes them all. What the children have
//      opened themselves is cancelled as they come to it: their waits fail, so they arrive at the ends
//      of their own scopes; the first join to see the cancellation passes it on to all the scopes the
//      task has open inside of what was cancelled. Nobody is taken out of a ring by somebody else's
//      cancelling: a waiter is woken as any task, and looks (9, 11).
//  13. A concurrent scope cancelled on another worker: that one sets link.cancelled (release) and
//      gives the parent NOTICE (task.h, 6); the parent's worker, before it polls the parent, tells
//      the children (acquire). A child spawned into a cancelled scope is born cancelled.
//
// What else a task can have open, and whether it is cancelled, is in link.h.
#include "runtime/scope.h"

#include "runtime/leaf.h"
#include "runtime/misuse.h"
#include "runtime/worker.h"

typedef struct tarry_scope Scope;
typedef struct tarry_scope_link Link;
typedef struct tarry_task Task;
typedef struct tarry_worker Worker;

void tarry__budget_is_spent(struct tarry_context *cx) {
    tarry__task_wake_self(cx);
}

// ---- cancelling ----

static void task_wake_to_cancel(Worker *worker, Task *task, uint32_t bits) {
    if (tarry__task_state_wake(task, bits)) {
        tarry__worker_schedule(worker, task);
    }
}

// On the scope's worker or under its lock: link.cancelled is set.
static void tell_children(Worker *worker, Scope *scope) {
    if (scope->told) {
        return;
    }
    scope->told = true;
    for (Task *child = scope->children; child; child = child->sibling_next) {
        task_wake_to_cancel(worker, child, TARRY__TASK_CANCELLED);
    }
}

void tarry__scope_cancel(Worker *worker, Scope *scope) {
    if (scope->told) {
        return;
    }
    tarry__link_cancel(&scope->link);
    tell_children(worker, scope);
    task_wake_to_cancel(worker, scope->parent, TARRY__TASK_MARKED);
}

void tarry_cancel(Scope *scope) {
    Worker *worker = tarry__worker_current;
    assert(worker);
    if (scope->link.kind == TARRY_CONCURRENT && scope->parent->worker != worker->index) {
        if (tarry__scope_has_ended(scope)) {
            tarry__require(false, "tarry_cancel: the scope has ended", scope);
            return;
        }
        tarry__link_cancel(&scope->link);
        task_wake_to_cancel(worker, scope->parent, TARRY__TASK_MARKED | TARRY__TASK_NOTICE);
        return;
    }
    tarry__scope_lock(scope);
    tarry__scope_cancel(worker, scope);
    tarry__scope_unlock(scope);
}

void tarry__scope_pass_on(Worker *worker, Scope *scope) {
    tarry__scope_lock(scope);
    if (!tarry__link_is_cancelled(&scope->link)) {
        tarry__store(tarry__atomic_u8(&scope->link.cancelled), TARRY__LINK_PASSED_ON, release);
    }
    tell_children(worker, scope);
    tarry__scope_unlock(scope);
}

// ---- opening and closing ----

const struct tarry_task tarry__scope_ended = {.worker = UINT16_MAX};

static_assert(TARRY__WORKERS_MAX < UINT16_MAX, "no worker has that number");

// Who has kept its address past the end of its block finds that out, as long as nothing else lies
// there.
static void mark_ended(Scope *scope) {
    scope->link.kind = TARRY__LINK_CONCURRENT;
    scope->parent = (Task *)&tarry__scope_ended;
}

void tarry__scope_open(struct tarry_context *cx, Scope *scope, enum tarry_scope_kind kind,
                       const struct tarry_scope_options *options) {
    bool collects = kind & TARRY_SCOPE_COLLECTS;
    kind &= ~(unsigned)TARRY_SCOPE_COLLECTS;
    tarry__link_open(cx->task, &scope->link, (enum tarry__link_kind)kind,
                     options && options->shield);
    scope->parent = cx->task;
    scope->children = NULL;
    scope->ended = NULL;
    scope->admission = NULL;
    scope->takers = NULL;
    scope->out_error = options ? options->error : NULL;
    scope->lock = 0;
    scope->limit = options ? options->limit : 0;
    scope->places = 0;
    scope->results = 0;
    scope->collects = collects;
    scope->fail_fast = options && options->fail_fast;
    scope->told = false;
    scope->told_all = false;
    scope->joining = false;
    scope->refused = false;
    scope->binds = kind == TARRY_CONCURRENT && !scope->link.bound;
    scope->error = 0;
    if (scope->binds) {
        scope->link.bound = true;
        tarry__worker_pin(cx->worker, cx->task);
    }
}

// The task is cancelled, by something outside of `innermost`, its innermost open scope: so are its
// open scopes up to there.
static void cancel_open_scopes(struct tarry_context *cx, Link *innermost) {
    for (Link *link = innermost; link; link = link->outer) {
        bool source = tarry__link_is_cancelled(link);
        if (tarry__link_is_scope(link)) {
            tarry__scope_pass_on(cx->worker, (Scope *)link); // the link is a scope's first member
        }
        if (source) {
            return;
        }
    }
}

bool tarry__scope_join(struct tarry_context *cx, Scope *scope) {
    if (!scope->told_all && tarry__is_being_cancelled(cx)) {
        scope->told_all = true;
        cancel_open_scopes(cx, &scope->link);
    }
    tarry__scope_lock(scope);
    scope->joining = true;
    bool ended = !scope->children;
    tarry__scope_unlock(scope);
    if (ended) {
        assert(!scope->admission && !scope->takers); // a scope outlives who waits in it
        tarry__scope_free_ended(cx->worker, scope);
        if (scope->out_error) {
            *scope->out_error = scope->error;
        }
        if (scope->refused) {
            tarry__link_refused(cx->task, &scope->link);
        }
        tarry__link_close(cx->task, &scope->link);
        if (scope->binds) {
            tarry__worker_unpin(cx->task);
        }
        mark_ended(scope);
    }
    return ended;
}
