// An event for one waiting task: event_wait is true once it was signalled, and takes that back;
// else the task is woken by the next event_signal, and asks again.
#ifndef TARRY_TEST_RUNTIME_EVENT_H
#define TARRY_TEST_RUNTIME_EVENT_H

#include "base/lock.h"
#include "runtime/leaf.h"

struct event {
    _Atomic uint32_t lock;
    bool set;
    struct tarry_task *waiter;
};

static inline void event_signal(struct event *event) {
    tarry__lock_take(&event->lock);
    event->set = true;
    if (event->waiter) {
        tarry__task_wake(event->waiter);
        event->waiter = NULL;
    }
    tarry__lock_give(&event->lock);
}

static inline bool event_wait(struct event *event, struct tarry_context *cx) {
    tarry__lock_take(&event->lock);
    bool set = event->set;
    event->set = false;
    event->waiter = set ? NULL : cx->task;
    tarry__lock_give(&event->lock);
    return set;
}

#endif
