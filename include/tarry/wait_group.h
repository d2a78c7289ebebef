// Wait group: waits until a number of things are done, wherever they happen: in tasks of any scope
// and any runtime, on plain threads. (For tasks alone a scope does this by itself, at its end.)
//
//     struct tarry_wait_group group = {0};
//     for (int i = 0; i < n; i++) {
//         tarry_wait_group_add(&group, 1);             // before what is counted begins
//         library_ask(i, on_done, &group);             // on_done: tarry_wait_group_done(group)
//     }
//     await tarry_wait_group_wait(&group);             // all are done
//
// The rules are those of Go's: what is added to 0 is added before a wait, or after all waits
// have returned. Tokio has none.
#ifndef TARRY_WAIT_GROUP_H
#define TARRY_WAIT_GROUP_H

#include <tarry/abi.h>
#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every field is private. All zero is valid: nothing to wait for.
struct tarry_wait_group {
    struct tarry_waiter *waiters;
    uint32_t lock;
    uint32_t count;
};

// tarry_wait_group_add counts `n` things more that have to be done; more than UINT32_MAX at a time
// is a misuse. Never suspends. From any thread.
void tarry_wait_group_add(struct tarry_wait_group *group, unsigned n);

// tarry_wait_group_done: one of them is done; with the last one all waits return. What was done
// before is seen by who waited. More than was added is a misuse: reported in debug builds of the
// library, ignored in others. Never suspends. From any thread, not from signal handlers (they have
// tarry_event_set). With the last one it does not touch the group any more once a wait has
// returned, so the memory may go then.
void tarry_wait_group_done(struct tarry_wait_group *group);

// tarry_wait_group_count returns how many are not done. Never suspends. From any thread.
unsigned tarry_wait_group_count(const struct tarry_wait_group *group);

struct tarry_wait_group_wait__future {
    int result;
    unsigned short state;
    struct tarry_wait_group *group;
    struct tarry_waiter waiter;
};
bool tarry_wait_group_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_wait_group_wait__function;

// tarry_wait_group_wait waits until none is left; at once if there is none. Returns 0, or
// -ECANCELED; 0 too if the last was done before the wait was cancelled. Suspends. Cancellable: then
// somebody has to wait once more, before what they work on goes. Any number of tasks, of any
// runtime.
_Async int tarry_wait_group_wait(struct tarry_wait_group *group) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
