// The wall clock: the time of day, which people and time servers set, forwards and back. To measure
// and to wait for how long something takes there is tarry/time.h, whose clock only goes on.
//
//     int64_t midnight = ...;                     // say, of mktime() * TARRY_SEC(1)
//     await tarry_wall_sleep_until(midnight);     // when the clock says so, whoever sets it
//
// Tokio has nothing like it.
#ifndef TARRY_WALL_H
#define TARRY_WALL_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// tarry_wall_now returns the nanoseconds since 1970-01-01 00:00 UTC, leap seconds not counted. A
// paused clock (tarry/clock.h) shows its own. Any thread; never suspends.
int64_t tarry_wall_now(void);

// Who sleeps by the wall clock. Private; lies in the future of the wait.
struct tarry_wall_link {
    struct tarry_wall_link *next, *previous;
    struct tarry_task *task;
    uint8_t told;
};

struct tarry_wall_sleep_until__future {
    int result;
    unsigned short state;
    int64_t time;
    struct tarry_wall_link link;
    struct tarry_timer timer;
};
bool tarry_wall_sleep_until__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_wall_sleep_until__function;

// tarry_wall_sleep_until waits until the wall clock shows `time` (tarry_wall_now's unit) or later.
// When somebody sets the clock, or the machine was suspended, that is noticed within a second; else
// it is as exact as tarry_sleep. A time that has passed lets other tasks run, and comes back;
// INT64_MAX is never. Once it has come back it has, though the clock be set back then. Returns 0,
// or -ECANCELED. Suspends. Cancellable.
_Async int tarry_wall_sleep_until(int64_t time) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
