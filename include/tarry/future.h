// Futures written by hand: for what the library has no wait for, such as another library's callbacks. Plain C, no tarrycc
// needed; async code awaits such a future like any async function.
//
// A future for `async int f(int n)` is four things, declared in this order:
//
//     struct f__future {            // its frame
//         int result;               // first, unless it returns void
//         unsigned short state;     // 0: not started
//         int n;                    // the parameters, in order, under their own names
//         ...                       // whatever else it keeps
//     };
//     bool f__poll(void *future, struct tarry_context *cx);
//     extern const struct tarry_function f__function;
//     async int f(int n);
//
// and defined, in one file, as f__poll and
//
//     const struct tarry_function f__function = TARRY_FUTURE(f, TARRY_FUTURE_RESULT(f));
//
// The caller writes the arguments and state 0, and nothing else, and polls. The contract of the poll function:
//
//   1. It returns true once it has ended: `result` is there, and nothing outside points into the future any more. Before
//      that the future does not move, and neither it nor its arguments go away: every future that was started is polled to
//      its end.
//   2. It returns false only after it has seen to it that the task will be woken: by a tarry_waker that was armed, by
//      tarry_task_wake, or by another future that it polled itself and that returned false.
//   3. A poll may come without a reason (spurious): whoever is polled looks again whether what it waits for has happened.
//   4. Cancellation is asked for, in each poll, with tarry_context_is_cancelled. If it is, the future gets rid of its
//      waker, of whatever else points into it, and ends with -ECANCELED, or with what had happened already. It may take its
//      time: if somebody else still owns a buffer or the waker, it asks for it back and returns false until it has it.
//   5. Before a wait ends without having waited, it takes one from the budget, tarry_context_spend, and returns false if
//      there is none left: so a task whose waits are always ready lets others run.
//   6. It never blocks, and calls nothing that does.
//
// A poll function may poll other futures that lie in its own, with the context it was given. None of the functions below
// suspends; those that take a context are for poll functions.
#ifndef TARRY_FUTURE_H
#define TARRY_FUTURE_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// The descriptor of a future written by hand. TARRY_FUTURE_RESULT for one with a result, which tells whether that is a
// signed integer, of which < 0 is an error; TARRY_FUTURE_VOID for one without. C only.
#define TARRY_FUTURE(f, ...)                                                                                           \
    {                                                                                                                  \
        .name = #f, .file = __FILE__, .poll = f##__poll, .size = sizeof(struct f##__future),                           \
        .alignment = __alignof__(struct f##__future), .state_offset = offsetof(struct f##__future, state),             \
        .line = __LINE__, __VA_ARGS__                                                                                  \
    }
#define TARRY_FUTURE_RESULT(f)                                                                                         \
    .result_size = sizeof(((struct f##__future *)0)->result),                                                          \
    .flags = TARRY_FUNCTION_LEAF |                                                                                     \
             __extension__ _Generic(((struct f##__future *)0)->result, signed char: 1, short: 1, int: 1, long: 1,      \
                                    long long: 1, default: 0) *                                                        \
                 TARRY_FUNCTION_RESULT_SIGNED
#define TARRY_FUTURE_VOID .flags = TARRY_FUNCTION_LEAF

// tarry_context_is_cancelled: whether the wait that is polled has to end with -ECANCELED. Never suspends.
// A `within` whose deadline it is counts that as a wait it refused, and runs its else.
bool tarry_context_is_cancelled(struct tarry_context *cx);

// tarry_context_is_being_cancelled asks the same, for a wait that may still end well when it is given up; if it does not,
// tarry_context_note_refusal says so before it ends. Never suspend.
bool tarry_context_is_being_cancelled(struct tarry_context *cx);
void tarry_context_note_refusal(struct tarry_context *cx);

// tarry_context_spend takes one from the budget of waits that may be ready at once. False: none is left, the task goes to
// the end of its queue, and the poll has to return false. Never suspends.
bool tarry_context_spend(struct tarry_context *cx);

// tarry_context_task returns the running task, to be woken later. It stays valid until the future has ended: whoever keeps it
// has to be told before.
struct tarry_task *tarry_context_task(struct tarry_context *cx);

// tarry_task_wake makes a task be polled again. From a poll function of the same runtime, or from what a task of it calls;
// for other threads there is struct tarry_waker. The task must not end meanwhile: if both may run at the same time, on two
// workers, hold a lock that its future takes before it ends.
void tarry_task_wake(struct tarry_task *task);

// A wake from anywhere: another thread, a callback, a signal handler. It lies in the future. All zero is valid: not armed.
// Every field is private.
struct tarry_waker {
    void *link[2];
    struct tarry_task *task;
    struct tarry_worker *worker;
    uint8_t phase;
};

// tarry_waker_arm makes the waker ready to be fired, once, for the running task, which stays on this worker until that is over.
// In a poll, before anybody else gets the waker.
void tarry_waker_arm(struct tarry_waker *waker, struct tarry_context *cx);

// tarry_waker_fire wakes the task of an armed waker. From any thread, and from signal handlers; once for each arming. What
// the caller wrote before, the poll that finds it fired sees. The waker may be gone when this returns. The runtime may not:
// tarry_runtime_free waits for the calls that are under way.
void tarry_waker_fire(struct tarry_waker *waker);

// tarry_waker_has_fired: in a poll, whether an armed waker was fired. If so it is no longer armed. Until it was, the future
// cannot end, unless the waker is taken back.
bool tarry_waker_has_fired(struct tarry_waker *waker, struct tarry_context *cx);

// tarry_waker_disarm takes back, in a poll, an armed waker that nobody will fire, now or later.
void tarry_waker_disarm(struct tarry_waker *waker, struct tarry_context *cx);

#ifdef __cplusplus
}
#endif
#endif
