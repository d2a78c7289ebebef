// Time: durations and deadlines are int64 nanoseconds, deadlines on the monotonic clock, which
// neither jumps with the wall clock nor counts the time the machine was suspended.
//
//     await tarry_sleep(TARRY_MS(250));
//
// A timer is never early; it is late by at most 33 microseconds plus what the system and the load
// add.
#ifndef TARRY_TIME_H
#define TARRY_TIME_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TARRY_NS(n) ((int64_t)(n))
#define TARRY_US(n) ((int64_t)((n)*INT64_C(1000)))
#define TARRY_MS(n) ((int64_t)((n)*INT64_C(1000000)))
#define TARRY_SEC(n) ((int64_t)((n)*INT64_C(1000000000)))

// tarry_now returns the monotonic clock's time in nanoseconds. Any thread; never suspends.
int64_t tarry_now(void);

// tarry_until returns the time from now to `deadline`, for what takes a duration: 0 or less if it
// has passed, INT64_MAX, which is for ever, for INT64_MAX. Any thread; never suspends.
//
//     within (tarry_until(deadline)) { ... }
static inline int64_t tarry_until(int64_t deadline) {
    int64_t duration;
    if (deadline == INT64_MAX || __builtin_sub_overflow(deadline, tarry_now(), &duration)) {
        return deadline < 0 ? INT64_MIN : INT64_MAX;
    }
    return duration;
}

// tarry_deadline returns when the waits of the running task, where it is now, will be refused: the
// nearest deadline of the `within` blocks around it, those of the tasks that started it included,
// as far as no shield lies between. INT64_MAX if there is none, and on a thread that runs no task.
// Never suspends.
int64_t tarry_deadline(void);

struct tarry_sleep__future {
    int result;
    unsigned short state;
    unsigned char phase;
    union {
        int64_t duration;
        struct tarry_timer timer;
    };
};
bool tarry_sleep__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_sleep__function;

// tarry_sleep waits for `duration` nanoseconds. 0 and less let other tasks run, and come back;
// INT64_MAX is for ever. Returns 0, or -ECANCELED. Suspends. Cancellable.
_Async int tarry_sleep(int64_t duration) TARRY__LIBRARY;

struct tarry_sleep_until__future {
    int result;
    unsigned short state;
    unsigned char phase;
    union {
        int64_t deadline;
        struct tarry_timer timer;
    };
};
bool tarry_sleep_until__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_sleep_until__function;

// tarry_sleep_until waits until tarry_now() is `deadline` or later. A deadline that has passed lets
// other tasks run, and comes back; INT64_MAX is never. Returns 0, or -ECANCELED. Suspends.
// Cancellable.
_Async int tarry_sleep_until(int64_t deadline) TARRY__LIBRARY;

struct tarry_yield__future {
    unsigned short state;
};
bool tarry_yield__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_yield__function;
// The whole of it, for compilers to put in its place. The library has it as a function, too.
#ifndef TARRY__YIELD_INLINE
#define TARRY__YIELD_INLINE extern __inline__ __attribute__((__gnu_inline__))
#endif
TARRY__YIELD_INLINE bool tarry_yield__poll(void *future, struct tarry_context *cx) {
    struct tarry_yield__future *self = (struct tarry_yield__future *)future;
    bool has_yielded = self->state != 0;
    self->state = 1;
    cx->woken |= !has_yielded;
    return has_yielded;
}

// tarry_yield lets the other tasks of this worker, and whatever has arrived for them, have a turn.
// Suspends, always; cancelled or not, it comes back. (tarry_cancelled tells which.) Any task.
_Async void tarry_yield(void) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
