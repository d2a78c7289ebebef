// What the condition needs of the mutex, see mutex.c.
#ifndef TARRY_SYNC_MUTEX_H
#define TARRY_SYNC_MUTEX_H

#include <tarry/mutex.h>

// tarry__mutex_enqueue makes a waiter, which is in no list and has its task set, the
// next owner, if nobody holds the mutex: -> GIVEN, and false. Else it waits, as the last: -> WAITING,
// and true. Its task is not woken, and may not end before the caller lets it.
bool tarry__mutex_enqueue(struct tarry_mutex *mutex, struct tarry_waiter *waiter);

// tarry__mutex_was_given: whether a waiter of the running task, which was enqueued, and sees that,
// is GIVEN the mutex.
bool tarry__mutex_was_given(struct tarry_mutex *mutex, struct tarry_waiter *waiter);

// tarry__mutex_is_held_here: whether the running task, or else the thread, holds it.
bool tarry__mutex_is_held_here(struct tarry_mutex *mutex);

#endif
