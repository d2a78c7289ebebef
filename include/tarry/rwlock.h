// A lock that many tasks hold at the same time to read, or one to write. It may be held across
// awaits.
//
//     struct tarry_rwlock lock = {0};
//
//     int error = await tarry_rwlock_read_lock(&lock);
//     if (error < 0)
//         return error;                          // cancelled, and not locked
//     defer tarry_rwlock_read_unlock(&lock);
//
// Fair to readers and writers: first come, first served. A reader who comes behind a writer who
// waits waits too, so writers do not starve; readers who stand behind one another are let in
// together. (As Tokio's.) So a task that holds it to read must not read-lock it again: a writer may
// stand between.
#ifndef TARRY_RWLOCK_H
#define TARRY_RWLOCK_H

#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// All zero is valid, and unlocked. Nothing has to be destroyed. Every field is private.
struct tarry_rwlock {
    uint32_t state; // readers * 4, + 2 while it is held to write, + 1 while anybody waits
    uint32_t lock;  // guards `waiters`
    struct tarry_waiter *waiters;
    uintptr_t writer; // who holds it to write
};

#define TARRY_RWLOCK_INIT                                                                          \
    { 0, 0, NULL, 0 }

struct tarry_rwlock_read_lock__future {
    int result;
    unsigned short state;
    unsigned char wanted;
    struct tarry_rwlock *rwlock;
    struct tarry_waiter waiter;
};
bool tarry_rwlock_read_lock__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_rwlock_read_lock__function;

// tarry_rwlock_read_lock locks it to read: beside other readers. Returns 0; or, without holding it,
// -ECANCELED, or -EAGAIN at once if 2^30 - 1 hold it to read and nobody waits. A wait that was let in
// before it saw its cancellation returns 0, and holds it.
// Suspends. Cancellable. From tasks of any runtime.
_Async int tarry_rwlock_read_lock(struct tarry_rwlock *rwlock) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_rwlock_write_lock__future {
    int result;
    unsigned short state;
    unsigned char wanted;
    struct tarry_rwlock *rwlock;
    struct tarry_waiter waiter;
};
bool tarry_rwlock_write_lock__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_rwlock_write_lock__function;

// tarry_rwlock_write_lock locks it to write: alone. Returns as tarry_rwlock_read_lock. Suspends.
// Cancellable. From tasks of any runtime. Locking what the task itself holds to write is a misuse.
_Async int tarry_rwlock_write_lock(struct tarry_rwlock *rwlock) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_rwlock_try_read_lock and tarry_rwlock_try_write_lock lock it if that is possible at once,
// and nobody waits. Return 0, or -EAGAIN. Never suspend. Any thread.
int tarry_rwlock_try_read_lock(struct tarry_rwlock *rwlock) TARRY__MUST_USE;
int tarry_rwlock_try_write_lock(struct tarry_rwlock *rwlock) TARRY__MUST_USE;

// tarry_rwlock_read_unlock gives back what a read_lock took, in whichever task. Never suspends. Any
// thread. The lock may be freed as soon as nobody can lock it any more, by whoever locked it last.
void tarry_rwlock_read_unlock(struct tarry_rwlock *rwlock);

// tarry_rwlock_write_unlock gives back what a write_lock took. Only for who locked it: the same
// task, or, outside of tasks, the same thread. Never suspends.
void tarry_rwlock_write_unlock(struct tarry_rwlock *rwlock);

// tarry_rwlock_downgrade makes a writer a reader, with no other writer in between; readers who wait
// and have no writer before them are let in. Only for who locked it to write. Never suspends.
void tarry_rwlock_downgrade(struct tarry_rwlock *rwlock);

#ifdef __cplusplus
}
#endif
#endif
