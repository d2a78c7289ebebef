// A clock that tests can stop: what takes hours in life takes none, to the nanosecond.
//
//     async int main(void) {
//         tarry_clock_pause(TARRY_CLOCK_AUTOMATIC);
//         int64_t before = tarry_now();
//         await tarry_sleep(TARRY_SEC(3600));              // comes back at once,
//         assert(tarry_now() - before == TARRY_SEC(3600)); // an hour later
//     }
//
// A paused clock stands still while any task has something to do. When none has, on any worker, it
// goes on to the next deadline of a sleep, an interval or a `within`, at once. Equal deadlines come
// together, then all that follows of them, before the clock goes on. tarry_now, the wall clock
// (tarry/wall.h) and all that waits for time see this clock; it belongs to the runtime, and other
// runtimes and threads know nothing of it.
//
// What the clock waits for: `await blocking(...)` to end. While operations on descriptors are in
// flight it waits until nothing has happened for a millisecond of the system's time, so what tasks
// send each other over sockets arrives before their deadlines do; what comes from another process
// may not. For other threads that will wake a task it does not wait: pause it BY_HAND for those.
//
// Unlike Tokio's, the clock may be paused with any number of workers, is not rounded to
// milliseconds, gives operations in flight a chance, and tarry_clock_advance comes back only when
// all that is due in between has happened, in the order of time. The runtime's own measures (how
// long a report waits, when pool threads end) stay those of the system.
#ifndef TARRY_CLOCK_H
#define TARRY_CLOCK_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tarry_clock_mode {
    TARRY_CLOCK_AUTOMATIC = 0, // goes on to the next deadline when nobody has anything to do
    TARRY_CLOCK_BY_HAND = 1,   // goes on only as far as tarry_clock_advance asks
};

// tarry_clock_pause stops the clock of the runtime that the calling task runs on, where it is; of a
// paused one it changes the mode. Returns 0; -EINVAL for another mode, or on a thread that runs no
// task. Never suspends.
int tarry_clock_pause(enum tarry_clock_mode mode);

// tarry_clock_resume lets a paused clock go on, from the time it shows, as the system's does; so
// tarry_now never goes back, but stays ahead of CLOCK_MONOTONIC by what was advanced. The wall
// clock is the system's again. Who advances the clock gets -EINVAL. Returns 0, also if it was not
// paused; -EINVAL on a thread that runs no task. Never suspends. A run that ends does not resume
// it.
int tarry_clock_resume(void);

// tarry_clock_is_paused: whether the clock of the calling thread's runtime is. Never suspends.
bool tarry_clock_is_paused(void);

// tarry_clock_set_wall sets the paused wall clock to `time`, in nanoseconds since 1970, as somebody
// may who sets the computer's clock, forwards or back; it goes on from there with the paused clock.
// Nothing but tarry_wall_now and tarry_wall_sleep_until notices. Returns 0; -EINVAL if the clock is
// not paused, or on a thread that runs no task. Never suspends.
int tarry_clock_set_wall(int64_t time);

// One that advances the clock. Private; lies in the future of the wait.
struct tarry_clock_waiter {
    struct tarry_clock_waiter *next, *previous;
    struct tarry_task *task;
    int64_t until;
    uint8_t phase;
};

struct tarry_clock_advance__future {
    int result;
    unsigned short state;
    int64_t duration;
    struct tarry_clock_waiter waiter;
};
bool tarry_clock_advance__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_clock_advance__function;

// tarry_clock_advance moves the paused clock on by `duration` nanoseconds, from one deadline to the
// next, and comes back when it is there, and all other tasks have done all they can do then.
// Returns 0; -EINVAL for a negative or too large duration, or a clock that is not paused, or no
// longer; -ECANCELED, with the clock somewhere in between. Suspends. Cancellable. Several tasks may
// advance at the same time: each until its own time.
_Async int tarry_clock_advance(int64_t duration) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
