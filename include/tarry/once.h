// Once: something that is made when it is needed first, by one task, while others that need it
// wait.
//
//     static struct config config;
//     static struct tarry_once config_made;
//
//     async int make_config(void *argument) { ... } // reads it from somewhere; < 0: it could not
//
//     async int use(void) {
//         int error = await tarry_once_run(&config_made, make_config, &config);
//         if (error)
//             return error;
//         printf("%s\n", config.name);
//     }
//
// If the task that makes it fails, or is cancelled, the next one that waits tries. What was made is
// stored wherever the program likes; so this is Tokio's OnceCell without the cell.
#ifndef TARRY_ONCE_H
#define TARRY_ONCE_H

#include <tarry/abi.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every field is private. All zero is valid: not done.
struct tarry_once {
    struct tarry_waiter *waiters;
    uint32_t word;
    uint32_t running;
};

// tarry_once_is_done: whether it is done; what was made is seen then. Never suspends. From any
// thread.
bool tarry_once_is_done(const struct tarry_once *once);

struct tarry_once_begin__future {
    int result;
    unsigned short state;
    struct tarry_once *once;
    struct tarry_waiter waiter;
};
bool tarry_once_begin__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_once_begin__function;

// tarry_once_begin asks whether there is something to do, and waits while somebody else is at it.
// Returns 1: yes, by the caller, who calls tarry_once_end when that is over, whatever comes of it;
// 0: it is done; or -ECANCELED. (A wait whose turn had come before it was cancelled returns 1.)
// First come, first served. Suspends. Cancellable. Any number of tasks, of any runtime.
_Async int tarry_once_begin(struct tarry_once *once) TARRY__LIBRARY;

// tarry_once_end: what the caller began is over. With `done` it is done for ever, and all who wait
// see what was made; without, the next one who waits has its turn. If nothing was begun that is a
// misuse: reported in debug builds of the library, ignored in others. Never suspends. From any
// thread, not from signal handlers.
void tarry_once_end(struct tarry_once *once, bool done);

struct tarry_once_run__future {
    int result;
    unsigned short state;
    struct tarry_once *once;
    _Async int (*make)(void *argument);
    void *argument;
    union {
        struct tarry_once_begin__future begin;
        void *boxed;
    } child;
};
bool tarry_once_run__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_once_run__function;

// tarry_once_run awaits make(argument), between tarry_once_begin and tarry_once_end, unless it is
// done already. A result below 0 means that it failed, another one that it is done. Returns 0:
// done, by the caller or somebody else; what the caller's make returned when it failed; -ENOMEM,
// with no memory for its frame; or -ECANCELED. `make` must not run the same `once`, which would
// wait for itself. Suspends. Cancellable, as make is; if that ends well all the same it is done,
// and this returns 0.
_Async int tarry_once_run(struct tarry_once *once, _Async int (*make)(void *argument),
                          void *argument) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
