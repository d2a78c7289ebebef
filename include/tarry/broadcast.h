// Broadcast: every receiver gets every message. Sending never waits: a ring holds the last
// `capacity` messages, and a receiver that falls further behind is told how many it has missed, and
// goes on with the oldest there is.
//
//     typedef TARRY_BROADCAST(struct event) event_broadcast;
//
//     struct event storage[64];
//     event_broadcast events = TARRY_BROADCAST_INIT(storage);
//
//     async int log_all(event_broadcast *events, struct tarry_subscription *subscription) {
//         struct event event;
//         for (;;) {
//             int got = await tarry_broadcast_receive(events, subscription, &event);
//             if (got == -EOVERFLOW)
//                 printf("%llu missed\n", (unsigned long long)subscription->missed);
//             else if (got <= 0)
//                 return got;                          // closed, and all received; or cancelled
//             else
//                 print(&event);
//         }
//     }
//     ... struct tarry_subscription subscription = tarry_broadcast_subscribe(&events); // from here
//     ... spawn (s) log_all(&events, &subscription);
//     ... tarry_broadcast_send(&events, event);
//
// A subscription is a position, nothing more: the broadcast does not know of it, and it need not be
// ended; a copy of it receives the same again. Used by one task at a time. One that is all zero
// begins with the first message there ever was.
//
// A receiver that waits misses nothing: the message is handed to it as it is sent. All zero is
// valid, with capacity 0: only who waits gets a message then. Cancelled, a receive has taken
// nothing: its subscription stands where it stood.
//
// Any thread, task or not, of any runtime, may call all that is not async; not signal handlers. The
// memory may go when no call is going on, and after tarry_broadcast_destroy, if
// tarry_broadcast_init allocated some. Messages are copied under a spin lock, for each receiver
// once: for large ones, send pointers.
//
// Unlike Tokio's, sending without receivers is no error; the capacity is what was asked for, not
// the next power of two; and receivers that are slow, or forgotten, keep nothing alive.
#ifndef TARRY_BROADCAST_H
#define TARRY_BROADCAST_H

#include <tarry/abi.h>
#include <tarry/typed.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// The untyped broadcast. Every field is private.
struct tarry_broadcast {
    uint32_t lock;
    uint8_t closed;
    uint8_t allocated;
    uint64_t count; // of the messages there ever were
    char *begin;
    size_t capacity, next; // the slot of the next message
    struct tarry_waiter *waiters;
};

// Where a receiver is.
struct tarry_subscription {
    uint64_t position; // private: how many messages lie before it
    uint64_t missed;   // how many messages the last -EOVERFLOW was about
};

// TARRY_BROADCAST(type) is the type of a broadcast of `type`, each time another one: give it a name
// with typedef.
#define TARRY_BROADCAST(...)                                                                       \
    union {                                                                                        \
        struct tarry_broadcast broadcast;                                                          \
        __typeof__(__VA_ARGS__) *type;                                                             \
    }

// TARRY_BROADCAST_INIT(storage) initialises one, static ones too, that keeps its messages in
// `storage`, an array of its type.
#define TARRY_BROADCAST_INIT(storage)                                                              \
    {                                                                                              \
        { 0, 0, 0, 0, (char *)(storage), sizeof(storage) / sizeof(*(storage)), 0, 0 }              \
    }

// tarry_broadcast_init makes one that holds `capacity` messages, allocated here. Returns 0, or
// -ENOMEM, with a valid broadcast of capacity 0. Never suspends. Before others use it.
int tarry_broadcast_init(struct tarry_broadcast *broadcast, size_t capacity,
                         size_t size) TARRY__MUST_USE;
#define tarry_broadcast_init(broadcast_, capacity)                                                 \
    tarry_broadcast_init(&(broadcast_)->broadcast, (capacity), sizeof(*(broadcast_)->type))

// tarry_broadcast_destroy frees what was allocated, and waits for calls of others that have done
// their work and are about to return. The broadcast is all zero afterwards. A bug, found in debug
// builds: somebody still waits. Never suspends. By one who knows that nobody begins a call any
// more.
void tarry_broadcast_destroy(struct tarry_broadcast *broadcast);
#define tarry_broadcast_destroy(broadcast_) tarry_broadcast_destroy(&(broadcast_)->broadcast)

// tarry_broadcast_send(broadcast, message) sends one message. Returns 0, or -EPIPE if it is closed:
// not sent. Never suspends. Any thread.
int tarry_broadcast_send(struct tarry_broadcast *broadcast, const void *message, size_t size);
#define tarry_broadcast_send(broadcast_, ...)                                                      \
    tarry_broadcast_send(&(broadcast_)->broadcast, TARRY__VALUE(broadcast_, __VA_ARGS__),          \
                         TARRY__VALUE_SIZE(broadcast_, __VA_ARGS__))

// tarry_broadcast_subscribe returns a subscription to all that is sent from now on. Never suspends.
// Any thread.
struct tarry_subscription tarry_broadcast_subscribe(const struct tarry_broadcast *broadcast);
#define tarry_broadcast_subscribe(broadcast_) tarry_broadcast_subscribe(&(broadcast_)->broadcast)

struct tarry_broadcast_receive__future {
    int result;
    unsigned short state;
    struct tarry_broadcast *broadcast;
    struct tarry_subscription *subscription;
    void *place;
    size_t size;
    struct tarry_waiter waiter;
};
bool tarry_broadcast_receive__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_broadcast_receive__function;

// tarry_broadcast_receive(broadcast, subscription, place) waits for the subscription's next
// message, writes it to *place and steps on. Returns 1; 0 if the broadcast is closed and there is
// none; -EOVERFLOW if messages were overwritten before they were received: subscription->missed
// says how many, and the next call gets the oldest there is; or -ECANCELED. Suspends. Cancellable.
// Any task.
_Async int tarry_broadcast_receive(struct tarry_broadcast *broadcast,
                                   struct tarry_subscription *subscription, void *place,
                                   size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_broadcast_receive(broadcast_, subscription, place)                                   \
    tarry_broadcast_receive(&(broadcast_)->broadcast, (subscription), (place),                     \
                            TARRY__PLACE_SIZE(broadcast_, place))

// tarry_broadcast_try_receive does the same without waiting, or returns -EAGAIN. Never suspends.
// Any thread.
int tarry_broadcast_try_receive(struct tarry_broadcast *broadcast,
                                struct tarry_subscription *subscription, void *place,
                                size_t size) TARRY__MUST_USE;
#define tarry_broadcast_try_receive(broadcast_, subscription, place)                               \
    tarry_broadcast_try_receive(&(broadcast_)->broadcast, (subscription), (place),                 \
                                TARRY__PLACE_SIZE(broadcast_, place))

// tarry_broadcast_close says that there will be no further message. Idempotent. Never suspends. Any
// thread.
void tarry_broadcast_close(struct tarry_broadcast *broadcast);
#define tarry_broadcast_close(broadcast_) tarry_broadcast_close(&(broadcast_)->broadcast)

// tarry_broadcast_length returns how many messages a subscription could receive, or would be told
// to have missed. Never suspends. Any thread.
uint64_t tarry_broadcast_length(const struct tarry_broadcast *broadcast,
                                const struct tarry_subscription *subscription);
#define tarry_broadcast_length(broadcast_, subscription)                                           \
    tarry_broadcast_length(&(broadcast_)->broadcast, (subscription))

#ifdef __cplusplus
}
#endif
#endif
