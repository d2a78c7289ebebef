// Watch: a value that changes, of which everybody wants the latest, and nobody all there were:
// settings, a state, progress.
//
//     typedef TARRY_WATCH(struct settings) settings_watch;
//
//     settings_watch settings = TARRY_WATCH_INIT({.level = 1});
//
//     async int follow(settings_watch *watch) {
//         uint64_t seen = 0;                                      // has seen none yet
//         struct settings latest;
//         while (await tarry_watch_receive(watch, &seen, &latest) > 0)
//             apply(&latest);                                     // values between are skipped
//         return 0;                                               // closed
//     }
//     ... tarry_watch_set(&settings, (struct settings){.level = 2});
//
// Values have versions, counted from 1; each receiver keeps the version it has seen last, a number
// of its own. A watch that is all zero is valid, and has no value yet: version 0. It is initialised
// with a value by TARRY_WATCH_INIT.
//
// Any thread, task or not, of any runtime, may call all that is not async; not signal handlers. The
// memory of a watch may go when no call is going on. Values are copied under a spin lock: for large
// ones, watch a pointer.
//
// Unlike Tokio's, receivers need not be made: who begins with a version of 0 gets the present value
// at once, and who wants only later ones begins with what tarry_watch_get returned. There are no
// guards that lend the value under a lock.
#ifndef TARRY_WATCH_H
#define TARRY_WATCH_H

#include <tarry/abi.h>
#include <tarry/typed.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// The untyped part. Every field is private.
struct tarry_watch {
    uint32_t lock;
    uint8_t closed;
    uint64_t version;
    struct tarry_waiter *waiters;
};

// TARRY_WATCH(type) is the type of a watch for values of `type`, each time another one: give it a
// name with typedef.
#define TARRY_WATCH(...)                                                                           \
    struct {                                                                                       \
        struct tarry_watch watch;                                                                  \
        union {                                                                                    \
            __typeof__(__VA_ARGS__) value;                                                         \
            __typeof__(__VA_ARGS__) *type;                                                         \
        };                                                                                         \
    }

// TARRY_WATCH_INIT(value) initialises one, static ones too, with version 1 of its value.
#define TARRY_WATCH_INIT(...)                                                                      \
    {                                                                                              \
        {0, 0, 1, 0}, {                                                                            \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

// tarry_watch_set(watch, value) makes a new version, and lets all through who wait. Returns 0, or
// -EPIPE if it is closed: not set. Never suspends. Any thread.
int tarry_watch_set(struct tarry_watch *watch, void *store, const void *value, size_t size);
#define tarry_watch_set(watch_, ...)                                                               \
    tarry_watch_set(&(watch_)->watch, &(watch_)->value, TARRY__VALUE(watch_, __VA_ARGS__),         \
                    TARRY__VALUE_SIZE(watch_, __VA_ARGS__))

// tarry_watch_set_if(watch, version, value) does that only if `version` is still the latest; else
// it returns -EAGAIN. With tarry_watch_get before, several may change the value each a bit, and no
// change is lost. Never suspends. Any thread.
int tarry_watch_set_if(struct tarry_watch *watch, void *store, uint64_t version, const void *value,
                       size_t size) TARRY__MUST_USE;
#define tarry_watch_set_if(watch_, version, ...)                                                   \
    tarry_watch_set_if(&(watch_)->watch, &(watch_)->value, (version),                              \
                       TARRY__VALUE(watch_, __VA_ARGS__), TARRY__VALUE_SIZE(watch_, __VA_ARGS__))

// tarry_watch_get(watch, place) writes the latest value to *place, all zero if there was none yet,
// and returns its version. Also when closed. Never suspends. Any thread.
uint64_t tarry_watch_get(const struct tarry_watch *watch, const void *store, void *place,
                         size_t size);
#define tarry_watch_get(watch_, place)                                                             \
    tarry_watch_get(&(watch_)->watch, &(watch_)->value, (place), TARRY__PLACE_SIZE(watch_, place))

// tarry_watch_version returns the version of the latest value. Never suspends. Any thread.
uint64_t tarry_watch_version(const struct tarry_watch *watch);
#define tarry_watch_version(watch_) tarry_watch_version(&(watch_)->watch)

struct tarry_watch_receive__future {
    int result;
    unsigned short state;
    struct tarry_watch *watch;
    const void *store;
    uint64_t *seen;
    void *place;
    size_t size;
    struct tarry_waiter waiter;
};
bool tarry_watch_receive__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_watch_receive__function;

// tarry_watch_receive(watch, seen, place) waits for another version than *seen, writes the latest
// value to *place and its version to *seen. Returns 1; 0 if the watch is closed, and *seen its
// latest version; or -ECANCELED, with nothing written. Suspends. Cancellable. Any task.
_Async int tarry_watch_receive(struct tarry_watch *watch, const void *store, uint64_t *seen,
                               void *place, size_t size) TARRY__LIBRARY TARRY__MUST_USE;
#define tarry_watch_receive(watch_, seen, place)                                                   \
    tarry_watch_receive(&(watch_)->watch, &(watch_)->value, (seen), (place),                       \
                        TARRY__PLACE_SIZE(watch_, place))

// tarry_watch_try_receive does the same without waiting, or returns -EAGAIN. Never suspends. Any
// thread.
int tarry_watch_try_receive(struct tarry_watch *watch, const void *store, uint64_t *seen,
                            void *place, size_t size) TARRY__MUST_USE;
#define tarry_watch_try_receive(watch_, seen, place)                                               \
    tarry_watch_try_receive(&(watch_)->watch, &(watch_)->value, (seen), (place),                   \
                            TARRY__PLACE_SIZE(watch_, place))

// tarry_watch_close says that there will be no further value. Idempotent. Never suspends. Any
// thread.
void tarry_watch_close(struct tarry_watch *watch);
#define tarry_watch_close(watch_) tarry_watch_close(&(watch_)->watch)

// tarry_watch_is_closed. Never suspends. Any thread.
bool tarry_watch_is_closed(const struct tarry_watch *watch);
#define tarry_watch_is_closed(watch_) tarry_watch_is_closed(&(watch_)->watch)

#ifdef __cplusplus
}
#endif
#endif
