// Oneshot: one value, sent one time, from one task or thread to another. The place for an answer.
//
//     typedef TARRY_ONESHOT(struct reply) reply_slot;
//
//     async int ask(request_channel *requests) {
//         reply_slot slot = {0};
//         struct reply reply;
//         int error = await tarry_channel_send(requests, (struct request){.answer_to = &slot});
//         if (error) return error;
//         if (await tarry_oneshot_receive(&slot, &reply) <= 0)
//             return -EPIPE;                               // nobody will answer
//         ...
//     }
//     ... tarry_oneshot_send(request.answer_to, reply);    // on the other side
//
// Close says that nothing will be sent, and is either side's: a sender that goes away without an
// answer closes, or the receiver would wait for ever (`defer tarry_oneshot_close(slot);` is right
// in any case: closing one that was sent on changes nothing for its receiver); a receiver that has
// given up closes, and the sender's value is refused with -EPIPE. A sender that works long for its
// answer can wait for that: tarry_oneshot_wait_closed.
//
// All zero is valid; so is making it all zero again, for another value, once both sides have ended.
// The value lies in the slot until it is received. Whoever has received, or learnt that there will
// be nothing, may let the slot go at once, although the call that told him may not have returned,
// if the other side makes no other call. Who gives up must not, for the other side has a pointer to
// it; as always it ends first, or is told otherwise.
//
// Any thread, task or not, of any runtime, may call all that is not async; not signal handlers: for
// these there is struct tarry_event. Cancelled, a receive has taken nothing; one whose value was
// there already returns it.
//
// Unlike Tokio's there is one object, not a sender and a receiver, and dropping it closes nothing.
#ifndef TARRY_ONESHOT_H
#define TARRY_ONESHOT_H

#include <tarry/abi.h>
#include <tarry/typed.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// The untyped part. Every field is private.
struct tarry_oneshot {
    uint32_t lock;
    uint8_t phase;
    struct tarry_waiter *receivers;
    struct tarry_waiter *watchers; // who waits for the end of the other side
};

// TARRY_ONESHOT(type) is the type of a slot for a value of `type`, each time another one: give it a
// name with typedef.
#define TARRY_ONESHOT(...)                                                                         \
    struct {                                                                                       \
        struct tarry_oneshot oneshot;                                                              \
        union {                                                                                    \
            __typeof__(__VA_ARGS__) value;                                                         \
            __typeof__(__VA_ARGS__) *type;                                                         \
        };                                                                                         \
    }

// tarry_oneshot_send(slot, value) sends the value. Returns 0; -EPIPE if it is closed; -EALREADY if
// a value was sent before: not sent. Never suspends. Any thread.
int tarry_oneshot_send(struct tarry_oneshot *oneshot, void *store, const void *value,
                       size_t size) TARRY__MUST_USE;
#define tarry_oneshot_send(slot, ...)                                                              \
    tarry_oneshot_send(&(slot)->oneshot, &(slot)->value, TARRY__VALUE(slot, __VA_ARGS__),          \
                       TARRY__VALUE_SIZE(slot, __VA_ARGS__))

struct tarry_oneshot_receive__future {
    int result;
    unsigned short state;
    struct tarry_oneshot *oneshot;
    const void *store;
    void *place;
    size_t size;
    struct tarry_waiter waiter;
};
bool tarry_oneshot_receive__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_oneshot_receive__function;

// tarry_oneshot_receive(slot, place) waits for the value and writes it to *place. Returns 1; 0 if
// it was closed without one, or the value was received before; or -ECANCELED. Suspends.
// Cancellable. Any task; if several wait, the first of them gets the value.
_Async int tarry_oneshot_receive(struct tarry_oneshot *oneshot, const void *store, void *place,
                                 size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_oneshot_receive(slot, place)                                                         \
    tarry_oneshot_receive(&(slot)->oneshot, &(slot)->value, (place), TARRY__PLACE_SIZE(slot, place))

// tarry_oneshot_try_receive does the same without waiting, or returns -EAGAIN. Never suspends. Any
// thread.
int tarry_oneshot_try_receive(struct tarry_oneshot *oneshot, const void *store, void *place,
                              size_t size) TARRY__MUST_USE;
#define tarry_oneshot_try_receive(slot, place)                                                     \
    tarry_oneshot_try_receive(&(slot)->oneshot, &(slot)->value, (place),                           \
                              TARRY__PLACE_SIZE(slot, place))

// tarry_oneshot_close says that nothing will be sent; a value that was is still received.
// Idempotent. Never suspends. Any thread.
void tarry_oneshot_close(struct tarry_oneshot *oneshot);
#define tarry_oneshot_close(slot) tarry_oneshot_close(&(slot)->oneshot)

// tarry_oneshot_is_closed tells whether a value would be refused: it was closed, or sent on. Never
// suspends. Any thread.
bool tarry_oneshot_is_closed(const struct tarry_oneshot *oneshot);
#define tarry_oneshot_is_closed(slot) tarry_oneshot_is_closed(&(slot)->oneshot)

struct tarry_oneshot_wait_closed__future {
    int result;
    unsigned short state;
    struct tarry_oneshot *oneshot;
    struct tarry_waiter waiter;
};
bool tarry_oneshot_wait_closed__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_oneshot_wait_closed__function;

// tarry_oneshot_wait_closed waits until a value would be refused: an arm of a race beside the work
// for the value. Returns 0, or -ECANCELED. Suspends. Cancellable. Any task.
_Async int tarry_oneshot_wait_closed(struct tarry_oneshot *oneshot) TARRY__LIBRARY;
#define tarry_oneshot_wait_closed(slot) tarry_oneshot_wait_closed(&(slot)->oneshot)

#ifdef __cplusplus
}
#endif
#endif
