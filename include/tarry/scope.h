// Scopes: the only way to start a task is as the child of a scope, and a scope is not left before
// its children ended.
//
//     concurrent (s) {                      // or parallel (s); or (s, .fail_fast = true)
//         spawn (s) results[0] = job(1);
//         spawn (s) results[1] = job(2);
//     }                                     // waits here for both
//
// Children of a `concurrent` scope, and the block itself, run on one worker, one at a time,
// interleaved only at awaits. Children of a `parallel` scope run on all workers. Leaving the block
// early (return, break, continue, goto) cancels the children, then waits for them.
#ifndef TARRY_SCOPE_H
#define TARRY_SCOPE_H

#include <tarry/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_scope_options {
    // The first child whose result is a negative integer cancels the others, and the waits of the
    // block; scope.error keeps it.
    bool fail_fast;
    // Cancellation from outside does not reach the awaits of the block or the children. That of the
    // scope itself does: tarry_cancel, fail_fast, an early exit.
    bool shield;
    // At most so many children live at the same time; 0: any number. `await spawn (s) ...;` waits for
    // room. A plain spawn beyond the limit starts nothing: -EAGAIN in scope.error and the lvalue.
    unsigned limit;
    // Where the scope's error goes as the scope ends: 0, or what scope.error is then. NULL: nowhere.
    // Written once, after the last child has ended, however the block is left.
    //
    //     int error;
    //     parallel (s, .fail_fast = true, .error = &error) {
    //         ...
    //     }
    //     return error;
    int *error;
};

// What a task has open, innermost first: scopes, shields, deadlines, races and their arms. Private.
struct tarry_scope_link {
    struct tarry_scope_link *outer;
    uint8_t kind;
    uint8_t cancelled; // atomic: 0, 1 cancelled itself, 2 by what lies around it
    uint8_t shield;
    uint8_t bound; // it, or a scope or deadline around it, keeps the task on its worker
};

// An open scope. Lives in the frame of the function that opened it; every field but `error` is
// private.
struct tarry_scope {
    struct tarry_scope_link link;
    struct tarry_task *parent;   // waits at the end of the block
    struct tarry_task *children; // all that have not ended
    // Rings, of which these are the first, or NULL:
    struct tarry_task *ended;             // children tarry_next has yet to give out
    struct tarry_scope_waiter *admission; // who waits for room
    struct tarry_scope_waiter *takers;    // who waits for a child to end
    int *out_error;                       // where `error` goes in the end; NULL: nowhere
    uint32_t lock;    // guards what stands here from `children` on, of a parallel scope
    uint32_t limit;   // 0: none
    uint32_t places;  // with a limit: taken by children, or by who is about to spawn one
    uint32_t results; // if it collects: children with an lvalue that live, or wait for room
    uint8_t collects; // tarry_next may be called
    uint8_t fail_fast;
    uint8_t told;     // the children there were at its cancellation have been told
    uint8_t joining;  // the parent is at the end of the block
    uint8_t told_all; // and so have those of the scopes around it
    uint8_t binds;    // this scope is what keeps its task on its worker
    uint8_t refused;  // a wait of a child failed because the scope was cancelled
    // 0, or -errno, the first of: -ENOMEM when a spawn found no memory, or a child none for a frame;
    // -EAGAIN when a plain spawn found the limit reached; -EXDEV when a spawn or tarry_next found itself
    // on another worker than a concurrent scope's; with fail_fast the first negative result. The
    // children of a parallel scope may set it at any time: read it by the functions below.
    int error;
};

// tarry_scope_error returns scope->error. Never suspends. From any task that the scope cannot
// outlive.
static inline int tarry_scope_error(const struct tarry_scope *scope) {
    return __atomic_load_n(&scope->error, __ATOMIC_RELAXED);
}

// tarry_scope_take_error returns scope->error and sets it to 0, so that the next one is noticed.
// Never suspends. From any task that the scope cannot outlive.
static inline int tarry_scope_take_error(struct tarry_scope *scope) {
    return __atomic_exchange_n(&scope->error, 0, __ATOMIC_RELAXED);
}

// tarry_cancel cancels the block and all children of an open scope: each wait they are in, and
// every later one, returns -ECANCELED. Returns at once; the scope still waits for them at its end.
// Idempotent. Never suspends. From any task that the scope cannot outlive: the block, its children
// and theirs.
void tarry_cancel(struct tarry_scope *scope);

// Why waits are refused.
enum tarry_cancelled {
    TARRY_NOT_CANCELLED = 0,
    TARRY_CANCELLED_BY_SCOPE = 1,    // tarry_cancel, fail_fast, or its block was left early
    TARRY_CANCELLED_BY_DEADLINE = 2, // a `within`
    TARRY_CANCELLED_BY_RACE = 3,     // it was lost
    TARRY_CANCELLED_BY_STOP = 4,     // tarry_runtime_stop
};

// tarry_cancelled returns whether the waits of the running task, where it is now, are refused, and by
// what: the nearest of its own, or of the tasks that started it. 0, which is false, if they are not,
// and on a thread that runs no task. For what computes for long between its waits, and for
// who wants to know why one was refused. Never suspends.
enum tarry_cancelled tarry_cancelled(void);

#ifdef __cplusplus
}
#endif
#endif
