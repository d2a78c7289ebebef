// Notify: wakes tasks that wait for something to change, without saying what. Who is woken looks
// for himself. To be built on, where no channel, semaphore or condition fits.
//
//     tarry_notify_one      wakes the task that has waited longest; if nobody waits, the next wait
//                           returns at once. That is one permit, kept once, however often it is
//                           called meanwhile
//     tarry_notify_all      wakes all that wait now, and keeps nothing
//
// So one consumer that looks, finds nothing and waits misses nothing. With several, or with
// tarry_notify_all, what happens between the look and the wait is missed. There a wait begins
// before the look, by registering for it:
//
//     async int pop(struct queue *queue, int *out) {
//         for (;;) {
//             struct tarry_notify_registration registration;
//             tarry_notify_register(&queue->pushed, &registration);
//             defer tarry_notify_withdraw(&registration);
//             if (queue_try_pop(queue, out))
//                 return 0;
//             int error = await tarry_notify_wait_registered(&registration);
//             if (error)
//                 return error;
//         }
//     }
//
// As Tokio's Notify, and tarry_notify_register is its `Notified::enable`. Unlike there,
// tarry_notify_all wakes nobody who has not begun to wait, or registered.
#ifndef TARRY_NOTIFY_H
#define TARRY_NOTIFY_H

#include <tarry/abi.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every field is private. All zero is valid: nobody waits, no permit.
struct tarry_notify {
    struct tarry_waiter *waiters;
    uint32_t lock;
    uint32_t permit;
};

// A wait that has begun. Every field is private. All zero is valid: none.
struct tarry_notify_registration {
    struct tarry_notify *notify; // NULL: none, or it is over
    struct tarry_waiter waiter;
};

// tarry_notify_one wakes the first of those who wait, else keeps a permit for the next. What was
// done before is seen by who is woken, or takes the permit. Never suspends. From any thread, not
// from signal handlers (they have tarry_event_set).
void tarry_notify_one(struct tarry_notify *notify);

// tarry_notify_all wakes all who wait. A permit that is kept stays. Otherwise as tarry_notify_one.
void tarry_notify_all(struct tarry_notify *notify);

struct tarry_notify_wait__future {
    int result;
    unsigned short state;
    struct tarry_notify *notify;
    struct tarry_waiter waiter;
};
bool tarry_notify_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_notify_wait__function;

// tarry_notify_wait takes the permit, if there is one, else waits to be woken. Returns 0, or
// -ECANCELED, with no permit taken; 0 too if it was woken before it was cancelled. Suspends.
// Cancellable. Any number of tasks, of any runtime, first come, first served.
_Async int tarry_notify_wait(struct tarry_notify *notify) TARRY__LIBRARY;

// tarry_notify_register begins a wait of the running task: from now on it is one of those that
// tarry_notify_one and tarry_notify_all wake; a permit that is there it takes. Its end is
// tarry_notify_wait_registered that returned, or tarry_notify_withdraw: one of the two before the
// registration's memory, the notify's or the task goes. Returns whether it took a permit: the wait
// would not wait then. Never suspends. From async code only.
bool tarry_notify_register(struct tarry_notify *notify,
                           struct tarry_notify_registration *registration);

// tarry_notify_withdraw ends a wait that may not have been waited for. Had tarry_notify_one woken
// it, or had it taken a permit, that goes to the next one who waits, or is kept. Nothing if it is
// over. Never suspends. By the task that registered.
void tarry_notify_withdraw(struct tarry_notify_registration *registration);

struct tarry_notify_wait_registered__future {
    int result;
    unsigned short state;
    struct tarry_notify_registration *registration;
};
bool tarry_notify_wait_registered__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_notify_wait_registered__function;

// tarry_notify_wait_registered waits until a registered wait is woken; at once if it was already.
// It is over then, whatever the result: 0, or -ECANCELED; 0 also in a cancelled task if it was
// woken before. Waiting for what is over, or was never registered, is a misuse (reported in debug
// builds of the library, undefined in others). Suspends. Cancellable. By the task that registered.
_Async int
tarry_notify_wait_registered(struct tarry_notify_registration *registration) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
