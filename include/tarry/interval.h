// Something every so often.
//
//     struct tarry_interval every = {.period = TARRY_MS(100)};
//     while (await tarry_interval_tick(&every) >= 0)
//         sample();                                     // at 0, 100, 200, ... ms, without drift
//
// The fields may be set at any time but during a tick: `next` for the first one to come later,
// every.next = tarry_now() + every.period, or to begin anew. What becomes of ticks that nobody was
// there for is `missed`:
//
//     due at             0   100   200   300   400   500   600
//     sample() takes          250 ms
//     TARRY_BURST        0   100   350,  350,  400   500   600    all of them, as soon as possible
//     TARRY_DELAY        0   100   350         450   550   650    a whole period from the late one
//     TARRY_SKIP         0   100   350         400   500   600    the late one only, then as before
//
// Unlike Tokio's: TARRY_DELAY takes a tick for late that comes more than a tenth of the period
// after it was due (Tokio: 5 ms), and a cancelled tick has never happened.
#ifndef TARRY_INTERVAL_H
#define TARRY_INTERVAL_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tarry_missed {
    TARRY_BURST = 0, // each comes, at once if late: as many ticks as periods
    TARRY_DELAY = 1, // a period lies between a late tick and the next
    TARRY_SKIP = 2,  // those that were missed are left out
};

struct tarry_interval {
    int64_t period; // nanoseconds, > 0
    int64_t next;   // when the next tick is due; 0: at once, and the others from then on
    enum tarry_missed missed;
};

struct tarry_interval_tick__future {
    int64_t result;
    unsigned short state;
    struct tarry_interval *interval;
    struct tarry_timer timer;
};
bool tarry_interval_tick__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_interval_tick__function;

// tarry_interval_tick waits for the next tick of an interval, at once if it is due. Returns the
// time it was due, as tarry_now() tells it; -ECANCELED, and the next call waits for the same tick;
// -EINVAL if the period is not positive. Suspends. Cancellable. The interval is the caller's, one
// task's at a time; it allocates nothing.
_Async int64_t tarry_interval_tick(struct tarry_interval *interval) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
