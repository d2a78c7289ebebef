// Barrier: tasks that wait for each other, until as many are there as it was made for. Then all go
// on, and it begins anew.
//
//     struct tarry_barrier barrier = TARRY_BARRIER_INIT(3);
//     ...
//     int is_last = await tarry_barrier_wait(&barrier);      // in each of the three, for each step
//     if (is_last == 1)
//         print_step();
//
// A cancelled wait leaves the barrier: the others go on waiting until somebody else has come in its
// place. So it is never half open; but who cancels a task for good that others count on cancels
// those too, mostly by having all of them in one scope. (Tokio's behaves so too, and does not say
// so; Java's breaks for all.)
#ifndef TARRY_BARRIER_H
#define TARRY_BARRIER_H

#include <tarry/abi.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every field is private. All zero is a barrier for one.
struct tarry_barrier {
    struct tarry_waiter *waiters;
    uint32_t lock;
    unsigned parties;
    unsigned waiting;
};

// A barrier for so many; 0 is 1: nobody waits, and each one is the last.
#define TARRY_BARRIER_INIT(parties)                                                                \
    { NULL, 0, (parties), 0 }

// tarry_barrier_init makes *barrier a barrier for `parties`. Never suspends. Before
// others use it.
static inline void tarry_barrier_init(struct tarry_barrier *barrier, unsigned parties) {
    struct tarry_barrier made = TARRY_BARRIER_INIT(parties);
    *barrier = made;
}

struct tarry_barrier_wait__future {
    int result;
    unsigned short state;
    struct tarry_barrier *barrier;
    struct tarry_waiter waiter;
};
bool tarry_barrier_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_barrier_wait__function;

// tarry_barrier_wait waits until, with the caller, as many wait as the barrier is for. Returns 1 to
// the one who came last (the leader, as Tokio's `is_leader`, who goes on without having waited), 0
// to the others; or -ECANCELED: the caller has left. A wait that was let through before it was
// cancelled returns 0. What each did before it came, all see who go on. Suspends. Cancellable. Any
// number of tasks, of any runtime; the memory may go once no wait is going on.
_Async int tarry_barrier_wait(struct tarry_barrier *barrier) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
