// Event: something that has happened, or not yet. Tasks wait for it; whoever brings it about sets
// it: a task, a thread that knows nothing of Tarry, a library's callback, a signal handler.
//
//     struct request {
//         int result;
//         struct tarry_event done;
//     };
//     static void on_done(void *data, int result) {     // on a thread of the library's own
//         struct request *request = data;
//         request->result = result;
//         tarry_event_set(&request->done);               // the last it does with the request
//     }
//     async int ask(void) {
//         struct request request = {0};
//         library_ask(on_done, &request);
//         defer await tarry_event_wait(&request.done); // whatever comes: the library has a pointer
//         ...
//         await tarry_event_wait(&request.done);
//         return request.result;                       // the event may go now
//     }
//
// It stays set, and lets every wait through, until it is reset. All zero is valid: not set. What
// was written before it was set is seen by who was let through.
//
// The memory of an event may go as soon as no wait for it is going on: tarry_event_set that lets a
// wait through does not touch the event any more, although it may not have returned. (Of two calls
// that both set it, the event has to outlive one.)
//
// Tokio has none: there a oneshot channel, or a Notify, does the first half of it, and neither may
// be used by signal handlers.
#ifndef TARRY_EVENT_H
#define TARRY_EVENT_H

#include <tarry/abi.h>
#include <tarry/future.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every field is private.
struct tarry_event {
    uintptr_t word;
    uint64_t list; // counts the lists of waiters there were
};

// tarry_event_set sets it, and lets everybody through who waits. Nothing if it was set. Never
// suspends, never waits for another thread. From any thread, and from signal handlers.
void tarry_event_set(struct tarry_event *event);

// tarry_event_reset makes later waits wait. Who was let through before stays so, whether or not his
// task has run since. Never suspends. From any thread.
void tarry_event_reset(struct tarry_event *event);

// tarry_event_is_set: whether it is set; what was written before it was is seen then. Never
// suspends. From any thread.
bool tarry_event_is_set(const struct tarry_event *event);

// One who waits. Private; lies in the future of the wait.
struct tarry_event_waiter {
    struct tarry_event_waiter *next, *previous;
    uint64_t list;
    struct tarry_waker waker;
};

struct tarry_event_wait__future {
    int result;
    unsigned short state;
    struct tarry_event *event;
    struct tarry_event_waiter waiter;
};
bool tarry_event_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_event_wait__function;

// tarry_event_wait waits until the event is set; at once if it is. Any number of tasks may wait, of
// any runtime; they are woken in the order in which they came. Returns 0, or -ECANCELED; a wait
// that was let through before it was cancelled returns 0. While it waits the task stays on its
// worker. Suspends. Cancellable.
_Async int tarry_event_wait(struct tarry_event *event) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
