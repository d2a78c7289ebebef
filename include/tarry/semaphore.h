// A counting semaphore: a number of permits, which tasks acquire, wait for, and release.
//
//     struct tarry_semaphore connections = TARRY_SEMAPHORE_INIT(20);      // at most 20 at once
//
//     int error = await tarry_semaphore_acquire(&connections, 1);
//     if (error < 0)
//         return error;
//     defer tarry_semaphore_release(&connections, 1);
//
// Fair: first come, first served, whatever number each wants. Who wants many is not overtaken by
// who wants few; once cancelled, he holds up nobody any more. (As Tokio's.)
#ifndef TARRY_SEMAPHORE_H
#define TARRY_SEMAPHORE_H

#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// All zero is valid: no permits, until some are added. Nothing has to be destroyed. Every field is
// private.
struct tarry_semaphore {
    uint32_t state; // permits that are free, * 2, + 1 while anybody waits, or closed
    uint32_t lock;  // guards what follows
    struct tarry_waiter *waiters;
    uint32_t total; // how many permits there are, free or not
    uint8_t closed;
};

enum { TARRY_SEMAPHORE_MAX = INT32_MAX };

// A semaphore with `permits` free permits, a number up to TARRY_SEMAPHORE_MAX.
#define TARRY_SEMAPHORE_INIT(permits)                                                              \
    { (uint32_t)(permits) * 2, 0, NULL, (uint32_t)(permits), 0 }

// tarry_semaphore_init makes such a semaphore where an initialiser cannot. Never suspends. Before
// others use it.
static inline void tarry_semaphore_init(struct tarry_semaphore *semaphore, unsigned permits) {
    struct tarry_semaphore fresh = TARRY_SEMAPHORE_INIT(permits);
    *semaphore = fresh;
}

struct tarry_semaphore_acquire__future {
    int result;
    unsigned short state;
    struct tarry_semaphore *semaphore;
    unsigned permits;
    struct tarry_waiter waiter;
};
bool tarry_semaphore_acquire__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_semaphore_acquire__function;

// tarry_semaphore_acquire takes `permits`, all at once, as soon as so many are free and whoever
// came before has his. Returns 0; or, with nothing taken, -EINVAL for more than
// TARRY_SEMAPHORE_MAX, -EPIPE if it is or gets closed, -ECANCELED. A wait that was given its
// permits before it saw its cancellation, or that the semaphore was closed, returns 0, and has
// them. More permits than there are: waits until some are added. Suspends. Cancellable. From tasks
// of any runtime.
_Async int tarry_semaphore_acquire(struct tarry_semaphore *semaphore,
                                   unsigned permits) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_semaphore_try_acquire takes `permits` if so many are free and nobody waits. Returns 0; or
// -EAGAIN, -EPIPE, -EINVAL. Never suspends. Any thread.
int tarry_semaphore_try_acquire(struct tarry_semaphore *semaphore,
                                unsigned permits) TARRY__MUST_USE;

// tarry_semaphore_release gives back `permits` that were acquired, by whomever, and hands them to
// those who wait. More than are missing is a misuse: tarry_semaphore_add makes new ones. (Tokio's
// gives back by the end of a guard.) Never suspends. Any thread.
void tarry_semaphore_release(struct tarry_semaphore *semaphore, unsigned permits);

// tarry_semaphore_add makes `permits` new ones, which are free. A semaphore that counts events gets
// one for each, which who waits for the event acquires and never releases. Returns 0, or
// -EOVERFLOW, and nothing done, if more than TARRY_SEMAPHORE_MAX would be free. Never suspends. Any
// thread.
int tarry_semaphore_add(struct tarry_semaphore *semaphore, unsigned permits);

// tarry_semaphore_close makes every wait, and every later attempt, return -EPIPE. Permits may still
// be released. There is no opening again. Never suspends. Any thread.
void tarry_semaphore_close(struct tarry_semaphore *semaphore);

// tarry_semaphore_available returns how many permits are free; may be out of date when it returns.
// Never suspends. Any thread.
unsigned tarry_semaphore_available(const struct tarry_semaphore *semaphore);

#ifdef __cplusplus
}
#endif
#endif
