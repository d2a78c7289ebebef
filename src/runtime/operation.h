// Waiting for the reactor: the glue between a task and an operation. Every leaf of io and net is
// built on it.
//
// The leaf keeps a struct tarry__wait in its future, fills wait.operation with
// tarry__operation_init (`done` is set here), sets wait.operation.phase to TARRY__WAIT_NEW (or
// TARRY__WAIT_SUBMIT, to skip the attempt without waiting) and calls tarry__operation_wait until it
// returns true; then wait.operation.result is final:
//
//     bool tarry_read__poll(void *future, struct tarry_context *cx) {
//         struct tarry_read__future *self = future;
//         if (self->state == 0) {
//             tarry__operation_init(&self->wait.operation, TARRY__OP_READ, self->fd,
//                                   self->buffer, self->size, NULL);
//             self->wait.operation.phase = TARRY__WAIT_NEW;
//             self->state = 1;
//         }
//         if (!tarry__operation_wait(&self->wait, cx)) {
//             return false;
//         }
//         self->result = self->wait.operation.result;
//         return true;
//     }
//
// A leaf that makes a second operation fills it and sets the phase again; it does not matter
// whether it did so in the poll in which the first ended. Cancellation, budget and pinning are done
// inside:
//
// Phases of a wait, and who changes them. All on one worker's thread: while an operation is in
// flight its task is pinned.
//   - NEW -> ENDED: the task is cancelled (-ECANCELED, nothing started), or the attempt succeeded
//     or failed
//   - NEW -> NEW: no budget left: the task has woken itself and yields
//   - NEW -> FLYING: submitted; the task is pinned to this worker, because only it may touch the
//     operation
//   - SUBMIT: as NEW, without the attempt
//   - FLYING -> CANCELING: the task was polled and is cancelled: the reactor was told; the wait
//     goes on, since buffer and operation belong to the reactor until `done`. The result is
//     -ECANCELED or what had happened
//   - FLYING, CANCELING -> ENDED: `done`, and its wake put the task into the queue: the pin was
//     taken back there
//   - FLYING, CANCELING -> ENDED_PINNED: `done`, but the task was already awake and queued: its pin
//     stays till its poll
//   - ENDED_PINNED -> ENDED: the task is polled and takes the pin back itself
#ifndef TARRY_RUNTIME_OPERATION_H
#define TARRY_RUNTIME_OPERATION_H

#include <tarry/abi.h>

#include "reactor/reactor.h"

enum tarry__wait_phase {
    TARRY__WAIT_NEW = 0,
    TARRY__WAIT_SUBMIT,
    TARRY__WAIT_FLYING,
    TARRY__WAIT_CANCELING,
    TARRY__WAIT_ENDED,
    TARRY__WAIT_ENDED_PINNED,
};

struct tarry__wait {
    struct tarry__operation operation; // its `phase`: enum tarry__wait_phase
    struct tarry_task *task;           // whom `done` wakes
};

// tarry__operation_wait is polled until it returns true: wait->operation.result is then what the
// operation ended with.
bool tarry__operation_wait(struct tarry__wait *wait, struct tarry_context *cx);

#endif
