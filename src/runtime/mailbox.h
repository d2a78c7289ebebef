// What other threads hand to a worker: pinned tasks they woke, and posts (a function to run on the
// worker's own thread).
//
// Both are stacks anyone pushes to and the owner takes whole; it turns them round, so that first in
// is first out.
//   1. push: CAS(head, release)
//   2. take: exchange(NULL, acquire), reads from all the pushes it takes
//   3. who pushed onto an empty stack then notifies the worker (idle.h); who pushed onto others
//      relies on the first of them
// Pushing is lock-free and safe in signal handlers.
#ifndef TARRY_RUNTIME_MAILBOX_H
#define TARRY_RUNTIME_MAILBOX_H

#include "base/atomic.h"

#include <stddef.h>

struct tarry_task;
struct tarry_worker;

struct tarry__post {
    struct tarry__post *next;
    void (*run)(struct tarry__post *post,
                struct tarry_worker *worker); // may free or reuse the post
};

struct tarry__mailbox {
    _Alignas(64) _Atomic(struct tarry_task *) tasks;
    _Atomic(struct tarry__post *) posts;
};

// tarry__mailbox_send_task: `task` is woken, pinned to `to`, and the caller owns its scheduling.
void tarry__mailbox_send_task(struct tarry_worker *to, struct tarry_task *task);
// tarry__mailbox_send_post makes `to` call post->run soon. Any thread; the runtime must not be
// freed meanwhile.
void tarry__mailbox_send_post(struct tarry_worker *to, struct tarry__post *post);
// tarry__mailbox_empty moves the tasks to the worker's queue and runs the posts. True if
// there was anything.
bool tarry__mailbox_empty(struct tarry_worker *worker);

static inline bool tarry__mailbox_has_mail(struct tarry__mailbox *mailbox) {
    return tarry__load(&mailbox->tasks, relaxed) || tarry__load(&mailbox->posts, relaxed);
}

#endif
