// The blocking pool: threads for calls that cannot be made to wait in a reactor (getaddrinfo, files
// under epoll). It grows with the queue to a limit, a thread that was idle for a while ends, and
// threads are only started by submitting.
//
// A job belongs to the task that starts it. One that the task may give up lives on the heap; one that
// it waits for, or withdraws (blocking_call.c), lies in a future.
//
//     job->call = resolve;        // on a pool thread
//     job->drop = free_resolve;   // if it was given up: frees it, on a thread of the runtime
//     error = tarry__blocking_start(cx, job);   // 0, or -EAGAIN: nothing started
//
// and in each poll
//
//     if (tarry__is_cancelled(cx)) {
//         tarry__blocking_abandon(cx, job);
//         self->result = -ECANCELED;
//         return true;
//     }
//     if (!tarry__blocking_ended(cx, job)) {
//         return false;
//     }
//     ... read the job's results, free it
//
// States of a job, changed by its task's worker only (the task is pinned meanwhile); pool threads
// only call it and post it back:
//   - FLYING -> ENDED: the post came back, and its wake queued the task: its pin was taken back
//   - FLYING -> ENDED_PINNED: the post came back while the task was already queued: its pin stays
//   - ENDED_PINNED -> ENDED: by the next poll of the task, which takes the pin back
//   - FLYING -> gone: abandoned or withdrawn while in the queue: dropped at once, or the task's
//   - FLYING -> ABANDONED: abandoned while being called: dropped when the post comes back
#ifndef TARRY_RUNTIME_BLOCKING_H
#define TARRY_RUNTIME_BLOCKING_H

#include <tarry/abi.h>

#include "base/thread.h"
#include "runtime/mailbox.h"

enum {
    TARRY__BLOCKING_THREADS = 512,         // as Tokio: the limit is there for memory, not for speed
    TARRY__BLOCKING_THREADS_MAX = 1 << 16, // what can be asked for: more than a process gets
};

enum tarry__blocking_state {
    TARRY__BLOCKING_FLYING,
    TARRY__BLOCKING_ENDED,
    TARRY__BLOCKING_ENDED_PINNED,
    TARRY__BLOCKING_ABANDONED,
};

struct tarry__blocking_job {
    void (*call)(struct tarry__blocking_job *job);
    void (*drop)(struct tarry__blocking_job *job);
    // ---- private ----
    struct tarry__post post;
    struct tarry__blocking_job *next, *previous; // in the pool's queue
    struct tarry_worker *worker;
    struct tarry_task *task;
    uint8_t state;
    bool queued; // under the pool's mutex
};

struct tarry__blocking_thread;

struct tarry__blocking_pool {
    unsigned threads_max;
    int64_t idle_ns; // a thread without work for so long ends
    struct tarry__mutex mutex;
    struct tarry__condition work;
    // ---- under the mutex ----
    struct tarry__blocking_job *first, *last;
    struct tarry__blocking_thread *exited; // to be joined
    unsigned queued;
    unsigned threads;
    unsigned idle;
    bool ending;
    struct tarry__condition all_left;
};

int tarry__blocking_start(struct tarry_context *cx, struct tarry__blocking_job *job);
bool tarry__blocking_ended(struct tarry_context *cx, struct tarry__blocking_job *job);
void tarry__blocking_abandon(struct tarry_context *cx, struct tarry__blocking_job *job);
// tarry__blocking_withdraw takes back a job that no thread has begun: it has not been called, and
// will not be, and is the caller's again. False: it is being called, or has been.
bool tarry__blocking_withdraw(struct tarry_context *cx, struct tarry__blocking_job *job);

void tarry__blocking_pool_init(struct tarry__blocking_pool *pool, unsigned threads_max,
                               int64_t idle_ns);
// tarry__blocking_pool_end lets the calls in progress end, and joins all threads. The jobs still
// queued are all abandoned ones (there is no task any more), so there are none. Posts may lie in
// mailboxes afterwards.
void tarry__blocking_pool_end(struct tarry__blocking_pool *pool);

#endif
