// Once. The word is a spin lock (base/lock.h) with a third state:
//   FREE <-> TAKEN   take by compare-and-swap (acquire), give by store (release)
//   TAKEN -> DONE    the last give of all (release): it is done. Who sees DONE (acquire) needs the lock
//                    for nothing any more
// So the change to DONE is the last touch by who made it done, and asking whether it is done needs
// no lock. `waiters` and `running`, whether somebody is at it, are guarded by the lock. Who waits is
// given 1, his turn, with `running` left as it is; or 0, and finds DONE.
#include <tarry/once.h>

#include "runtime/frame.h"
#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_once Once;
typedef struct tarry_once_begin__future Begin;
typedef struct tarry_once_run__future Run;

_Static_assert(sizeof(Once) == 16 && sizeof(Begin) == 40 && sizeof(Run) == 72,
               "public layouts stay as they are");

enum { FREE, TAKEN, DONE };

static bool is_done(Once *once) {
    return tarry__load(tarry__atomic_u32(&once->word), acquire) == DONE;
}

bool tarry_once_is_done(const Once *once) {
    return is_done((Once *)(uintptr_t)once);
}

// False: it is done.
static bool lock(Once *once) {
    _Atomic uint32_t *word = tarry__atomic_u32(&once->word);
    uint32_t seen = FREE;
    unsigned spins = 0;
    while (!tarry__compare_exchange_weak(word, &seen, TAKEN, acquire, acquire)) {
        if (seen == DONE) {
            return false;
        }
        if (seen == TAKEN) {
            tarry__lock_pause(&spins);
        }
        seen = FREE;
    }
    return true;
}

static void unlock(Once *once, uint32_t next) {
    tarry__store(tarry__atomic_u32(&once->word), next, release);
}

void tarry_once_end(Once *once, bool done) {
    bool locked = lock(once), begun = locked && once->running;
    tarry__require(begun, "tarry_once_end: nothing was begun", once);
    if (!begun) {
        if (locked) {
            unlock(once, FREE);
        }
        return;
    }
    if (done) {
        tarry__wait_list_give_all(&once->waiters, 0);
    } else if (once->waiters) {
        tarry__wait_list_give(&once->waiters, once->waiters, 1);
    } else {
        once->running = false;
    }
    unlock(once, done ? DONE : FREE);
}

// ---- the wait ----

// Under the lock. True: there is an answer.
static bool look(Begin *self, struct tarry_context *cx) {
    Once *once = self->once;
    if (self->state == 0) {
        if (once->running) {
            tarry__wait_list_push(&once->waiters, &self->waiter, cx->task);
            return false;
        }
        once->running = true;
        self->result = 1;
        return true;
    }
    if (self->waiter.phase == TARRY__WAIT_GIVEN) {
        self->result = (int)self->waiter.value;
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&once->waiters, &self->waiter);
    self->result = -ECANCELED;
    return true;
}

bool tarry_once_begin__poll(void *future, struct tarry_context *cx) {
    Begin *self = future;
    if (self->state == 0 && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    if (is_done(self->once) || !lock(self->once)) {
        self->result = 0;
        return true;
    }
    bool ended = look(self, cx);
    self->state = 1;
    unlock(self->once, FREE);
    return ended;
}

const struct tarry_function tarry_once_begin__function = {
    .name = "tarry_once_begin",
    .file = "tarry/once.h",
    .poll = tarry_once_begin__poll,
    .size = sizeof(Begin),
    .alignment = _Alignof(Begin),
    .result_size = sizeof(int),
    .state_offset = offsetof(Begin, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

// ---- with a function: what tarrycc would make of
//
//     async int tarry_once_run(struct tarry_once *once, async int (*make)(void *), void *argument) {
//         int result = await tarry_once_begin(once);
//         if (result != 1)
//             return result;
//         result = await make(argument);
//         tarry_once_end(once, result >= 0);
//         return result < 0 ? result : 0;
//     }

enum { NEW, BEGINNING, MAKING };

typedef int (*Call)(struct tarry_context *cx,
                    void *argument); // what a pointer to async functions is

static void end(Run *self, int made) {
    tarry_once_end(self->once, made >= 0);
    self->result = made < 0 ? made : 0;
}

// True: it has not begun for lack of memory.
static bool make(Run *self, struct tarry_context *cx) {
    int error = ((Call)(void (*)(void))self->make)(cx, self->argument);
    if (!cx->entered) {
        end(self, error);
        return true;
    }
    self->child.boxed = cx->entered + 1;
    self->state = MAKING;
    return false;
}

bool tarry_once_run__poll(void *future, struct tarry_context *cx) {
    Run *self = future;
    if (self->state == MAKING) { // the frame has ended
        int made = *(int *)self->child.boxed;
        tarry__frame_free(cx, self->child.boxed, NULL);
        end(self, made);
        return true;
    }
    if (self->state == NEW) {
        self->child.begin.once = self->once;
        self->child.begin.state = 0;
        self->state = BEGINNING;
    }
    if (!tarry_once_begin__poll(&self->child.begin, cx)) {
        return false;
    }
    self->result = self->child.begin.result;
    return self->result != 1 || make(self, cx);
}

static const struct tarry_await awaits[] = {
    [BEGINNING - 1] = {.line = __LINE__,
                       .child_offset = offsetof(Run, child.begin),
                       .callee = &tarry_once_begin__function,
                       .kind = TARRY_AWAIT_EMBEDDED},
    [MAKING - 1] = {.line = __LINE__,
                    .child_offset = offsetof(Run, child.boxed),
                    .kind = TARRY_AWAIT_BOXED},
};

const struct tarry_function tarry_once_run__function = {
    .name = "tarry_once_run",
    .file = __FILE__,
    .poll = tarry_once_run__poll,
    .size = sizeof(Run),
    .alignment = _Alignof(Run),
    .result_size = sizeof(int),
    .state_offset = offsetof(Run, state),
    .line = __LINE__,
    .flags = TARRY_FUNCTION_RESULT_SIGNED,
    .await_count = 2,
    .awaits = awaits,
};
