// Channels: a queue between tasks, with any number of senders and receivers, first in, first out.
//
//     typedef TARRY_CHANNEL(struct job) job_channel;
//
//     async int work(job_channel *jobs) {
//         struct job job;
//         while (await tarry_channel_receive(jobs, &job) > 0)
//             await run(&job);
//         return 0;
//     }
//
//     struct job storage[16];
//     job_channel jobs = TARRY_CHANNEL_INIT(storage);
//     parallel (s) {
//         for (int i = 0; i < 4; i++)
//             spawn (s) work(&jobs);
//         while (next_job(&job))
//             await tarry_channel_send(&jobs, job); // waits while 16 lie there
//         tarry_channel_close(&jobs);               // the workers' loops end, once it is drained
//     }
//
// Four kinds, told apart by their capacity:
//
//     bounded, in your memory  job_channel c = TARRY_CHANNEL_INIT(storage); nothing to destroy
//     bounded, allocated       tarry_channel_init(&c, 1000)                 -ENOMEM; destroy it
//     unbounded                tarry_channel_init(&c, TARRY_UNBOUNDED)      the same; send: -ENOMEM
//     rendezvous: capacity 0   job_channel c = {0};                         sends wait for receives
//
// What is sent is copied, and is the channel's until it is received; a pointer that is sent is only
// a pointer. The macros below check the types, at compile time: a value must be one that could be
// assigned to an element.
//
// Close says that nothing more will be sent: every send from then on, and every one that waits,
// returns -EPIPE, with nothing sent; receivers get what is left, then 0. With several senders, who
// closes? Either whoever waits for them all:
//
//     parallel (s) {
//         spawn (s) consume(&c);
//         parallel (producers) {                             // its end waits for the producers
//             for (int i = 0; i < 4; i++)
//                 spawn (producers) produce(&c);
//         }
//         tarry_channel_close(&c);
//     }
//
// or the last of them, as in Rust: tarry_channel_open_senders(&c, 4) before they start, and
// `defer tarry_channel_close_sender(&c);` in each.
//
// Cancelled while it waits, a send has sent nothing and a receive has taken nothing, and both
// return -ECANCELED; a wait whose element was already taken, or given, returns that. In a race,
// therefore, no message is lost: the arm that lost either has -ECANCELED as its result, or its
// message. Waiting needs no memory. Waits are served in the order in which they began; nothing
// overtakes, no try_ form either.
//
// Any thread, task or not, of any runtime, may call all that is not async; not signal handlers. A
// channel's memory may go when all calls have returned, which the end of the scope they were made
// in tells; else tarry_channel_destroy waits for calls about to return. One that is used by several
// workers at the same time is faster where it begins at a multiple of 64 bytes.
//
// Unlike Tokio's mpsc channels there may be many receivers; a capacity of 0 is allowed, and is Go's
// unbuffered channel; there are no sender and receiver objects, so nothing is closed by being
// dropped; and close, which Tokio gives to the receiver, is anybody's. docs/channels.md compares
// further.
#ifndef TARRY_CHANNEL_H
#define TARRY_CHANNEL_H

#include <tarry/abi.h>
#include <tarry/typed.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// The untyped channel: 128 bytes on 64-bit machines. All fields are private. All zero is a
// rendezvous channel.
struct tarry_channel {
    struct { // the senders' side
        uint32_t lock;
        uint8_t closed;
        uint8_t allocated;
        size_t count; // of the elements that were ever put into the buffer
        size_t seen;  // of the other side's count
        char *place, *begin, *end;
        struct tarry_waiter *waiting; // receivers
        size_t capacity;
    } in;
    struct { // the receivers' side
        uint32_t lock;
        uint32_t senders; // tarry_channel_open_senders
        size_t count;     // of those that were ever taken out
        size_t seen;
        char *place, *begin, *end;
        struct tarry_waiter *waiting; // senders
        void *spare;                  // a block
    } out;
};

// TARRY_CHANNEL(type) is the type of a channel for elements of `type`, each time another one: give
// it a name with typedef.
#define TARRY_CHANNEL(...)                                                                         \
    union {                                                                                        \
        struct tarry_channel channel;                                                              \
        __typeof__(__VA_ARGS__) *type;                                                             \
    }

// TARRY_CHANNEL_INIT(storage) initialises a bounded channel, static ones too, that keeps its
// elements in `storage`, an array of its element type. The array's length is the channel's
// capacity.
#define TARRY_CHANNEL_INIT(storage)                                                                \
    {                                                                                              \
        {                                                                                          \
            {0,                                                                                    \
             0,                                                                                    \
             0,                                                                                    \
             0,                                                                                    \
             0,                                                                                    \
             (char *)(storage),                                                                    \
             (char *)(storage),                                                                    \
             (char *)(storage) + sizeof(storage),                                                  \
             0,                                                                                    \
             sizeof(storage) / sizeof(*(storage))},                                                \
                {0,                                                                                \
                 0,                                                                                \
                 0,                                                                                \
                 0,                                                                                \
                 (char *)(storage),                                                                \
                 (char *)(storage),                                                                \
                 (char *)(storage) + sizeof(storage),                                              \
                 0,                                                                                \
                 0},                                                                               \
        }                                                                                          \
    }

#define TARRY_UNBOUNDED SIZE_MAX

// tarry_channel_init makes a channel with room for `capacity` elements, allocated here;
// TARRY_UNBOUNDED: as many as there is memory for, in blocks that are used again; 0: a rendezvous
// channel. Returns 0; or, with a valid channel that has capacity 0, -ENOMEM, or -EINVAL if there is to
// be a buffer and elements have no size (struct {}). Never suspends. Before others use it.
int tarry_channel_init(struct tarry_channel *channel, size_t capacity, size_t size) TARRY__MUST_USE;
#define tarry_channel_init(channel_, capacity)                                                     \
    tarry_channel_init(&(channel_)->channel, (capacity), sizeof(*(channel_)->type))

// tarry_channel_init_with makes one that keeps its elements, which have a size, in `storage`, which has
// room for `capacity`, at least 1, and stays the caller's. Never suspends. Before others use it.
void tarry_channel_init_with(struct tarry_channel *channel, void *storage, size_t capacity,
                             size_t size);
#define tarry_channel_init_with(channel_, storage, capacity)                                       \
    tarry_channel_init_with(&(channel_)->channel, (storage), (capacity),                           \
                            TARRY__PLACE_SIZE(channel_, storage))

// tarry_channel_destroy frees what the channel allocated, and waits for calls of others that have
// done their work and are about to return; not for those in which a task waited, which have to have
// returned. Elements in it are forgotten. It is a rendezvous channel afterwards, and may be
// destroyed again. A bug, found in debug builds: somebody still waits. Never suspends. By one who
// knows that nobody begins a call any more.
void tarry_channel_destroy(struct tarry_channel *channel);
#define tarry_channel_destroy(channel_) tarry_channel_destroy(&(channel_)->channel)

// What a wait at a channel keeps. Private.
struct tarry__channel_wait {
    struct tarry_waiter waiter;
    char *items; // to be read, or written
    size_t count, done;
};

struct tarry_channel_send__future {
    int result;
    unsigned short state;
    struct tarry_channel *channel;
    const void *item;
    size_t size;
    struct tarry__channel_wait wait;
};
bool tarry_channel_send__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_channel_send__function;

// tarry_channel_send(channel, value) sends one element, waiting while the channel is full, or,
// without a buffer, until it is received. Returns 0; -EPIPE if the channel is, or gets, closed;
// -ECANCELED; -ENOMEM if an unbounded channel has no memory for it: not sent, the three of them.
// Suspends. Cancellable. Any task.
//
// To be spawned in a loop it needs a function of your own around it, whose parameter the value is:
// the value is kept in the block that the call stands in, and tarrycc refuses a spawn that outlives
// it.
_Async int tarry_channel_send(struct tarry_channel *channel, const void *item,
                              size_t size) TARRY__LIBRARY;
#define tarry_channel_send(channel_, ...)                                                          \
    tarry_channel_send(&(channel_)->channel, TARRY__VALUE(channel_, __VA_ARGS__),                  \
                       TARRY__VALUE_SIZE(channel_, __VA_ARGS__))

struct tarry_channel_send_many__future {
    ptrdiff_t result;
    unsigned short state;
    struct tarry_channel *channel;
    const void *items;
    size_t count;
    size_t size;
    struct tarry__channel_wait wait;
};
bool tarry_channel_send_many__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_channel_send_many__function;

// tarry_channel_send_many(channel, items, count) sends `count` elements, in order, those of other
// senders between them only where it begins to wait. Returns how many were sent: `count`, or fewer
// if the channel was closed, the wait cancelled, or memory ran out meanwhile; if that was before
// the first, the error that tarry_channel_send would give. Suspends. Cancellable. Any task.
_Async ptrdiff_t tarry_channel_send_many(struct tarry_channel *channel, const void *items,
                                         size_t count, size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_channel_send_many(channel_, items, count)                                            \
    tarry_channel_send_many(&(channel_)->channel, (items), (count),                                \
                            TARRY__ITEMS_SIZE(channel_, items))

// tarry_channel_try_send and tarry_channel_try_send_many do what can be done without waiting. The
// same results, or -EAGAIN if nothing can: the channel is full, or, without a buffer, nobody waits
// for an element. Never suspend. Any thread.
int tarry_channel_try_send(struct tarry_channel *channel, const void *item,
                           size_t size) TARRY__MUST_USE;
ptrdiff_t tarry_channel_try_send_many(struct tarry_channel *channel, const void *items,
                                      size_t count, size_t size) TARRY__MUST_USE;
#define tarry_channel_try_send(channel_, ...)                                                      \
    tarry_channel_try_send(&(channel_)->channel, TARRY__VALUE(channel_, __VA_ARGS__),              \
                           TARRY__VALUE_SIZE(channel_, __VA_ARGS__))
#define tarry_channel_try_send_many(channel_, items, count)                                        \
    tarry_channel_try_send_many(&(channel_)->channel, (items), (count),                            \
                                TARRY__ITEMS_SIZE(channel_, items))

struct tarry_channel_receive__future {
    int result;
    unsigned short state;
    struct tarry_channel *channel;
    void *place;
    size_t size;
    struct tarry__channel_wait wait;
};
bool tarry_channel_receive__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_channel_receive__function;

// tarry_channel_receive(channel, place) takes one element out and writes it to *place, waiting
// while there is none. Returns 1; 0 if the channel is closed and drained; or -ECANCELED. *place is
// written only with 1, but it is the wait's until that has ended. Suspends. Cancellable. Any task.
_Async int tarry_channel_receive(struct tarry_channel *channel, void *place,
                                 size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_channel_receive(channel_, place)                                                     \
    tarry_channel_receive(&(channel_)->channel, (place), TARRY__PLACE_SIZE(channel_, place))

struct tarry_channel_receive_many__future {
    ptrdiff_t result;
    unsigned short state;
    struct tarry_channel *channel;
    void *places;
    size_t count;
    size_t size;
    struct tarry__channel_wait wait;
};
bool tarry_channel_receive_many__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_channel_receive_many__function;

// tarry_channel_receive_many(channel, places, count) takes as many elements as there are, at most
// `count`, waiting while there is none. Returns how many; 0 if the channel is closed and drained;
// -EINVAL if `count` is 0; or -ECANCELED. Suspends. Cancellable. Any task.
_Async ptrdiff_t tarry_channel_receive_many(struct tarry_channel *channel, void *places,
                                            size_t count,
                                            size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_channel_receive_many(channel_, places, count)                                        \
    tarry_channel_receive_many(&(channel_)->channel, (places), (count),                            \
                               TARRY__PLACE_SIZE(channel_, places))

// tarry_channel_try_receive and tarry_channel_try_receive_many do what can be done without waiting.
// The same results, or -EAGAIN if there is nothing to take. Never suspend. Any thread.
int tarry_channel_try_receive(struct tarry_channel *channel, void *place,
                              size_t size) TARRY__MUST_USE;
ptrdiff_t tarry_channel_try_receive_many(struct tarry_channel *channel, void *places, size_t count,
                                         size_t size) TARRY__MUST_USE;
#define tarry_channel_try_receive(channel_, place)                                                 \
    tarry_channel_try_receive(&(channel_)->channel, (place), TARRY__PLACE_SIZE(channel_, place))
#define tarry_channel_try_receive_many(channel_, places, count)                                    \
    tarry_channel_try_receive_many(&(channel_)->channel, (places), (count),                        \
                                   TARRY__PLACE_SIZE(channel_, places))

// tarry_channel_close says that nothing more will be sent. Idempotent. Never suspends. Any thread.
void tarry_channel_close(struct tarry_channel *channel);
#define tarry_channel_close(channel_) tarry_channel_close(&(channel_)->channel)

// tarry_channel_open_senders counts `count` senders more; tarry_channel_close_sender one less, and
// closes the channel if it was the last. Only for who wants the channel to be closed in this way. A
// bug, found in debug builds: fewer than none. Never suspend. Any thread.
void tarry_channel_open_senders(struct tarry_channel *channel, unsigned count);
void tarry_channel_close_sender(struct tarry_channel *channel);
#define tarry_channel_open_senders(channel_, count)                                                \
    tarry_channel_open_senders(&(channel_)->channel, (count))
#define tarry_channel_close_sender(channel_) tarry_channel_close_sender(&(channel_)->channel)

// tarry_channel_is_closed tells whether it was closed; tarry_channel_length how many elements lie
// in it, those of waiting senders not counted; both may be otherwise a moment later.
// tarry_channel_capacity returns the capacity, or TARRY_UNBOUNDED. Never suspend. Any thread.
bool tarry_channel_is_closed(const struct tarry_channel *channel);
size_t tarry_channel_length(const struct tarry_channel *channel);
size_t tarry_channel_capacity(const struct tarry_channel *channel);
#define tarry_channel_is_closed(channel_) tarry_channel_is_closed(&(channel_)->channel)
#define tarry_channel_length(channel_) tarry_channel_length(&(channel_)->channel)
#define tarry_channel_capacity(channel_) tarry_channel_capacity(&(channel_)->channel)

#ifdef __cplusplus
}
#endif
#endif
