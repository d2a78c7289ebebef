// Running a chain of separate frames on a bounded C stack: a task's (worker.c), or that of an arm of
// a race (race.c).
//
// A new frame is polled by who awaits it, by a call (tarry__frame_poll): cx->frame is the innermost
// frame that is being polled, and its awaiters are below it on the C stack. When such a poll has to
// wait, all of them return, and the chain is where it was, through `parent`. Where the stack is too
// deep for a call the frame is entered instead: all of them return too, and it is polled here.
#ifndef TARRY_RUNTIME_FRAME_H
#define TARRY_RUNTIME_FRAME_H

#include "runtime/leaf.h"

// tarry__frames_poll polls the innermost separate frame, and goes on with the one it enters or
// returns to, until the chain has to wait (false) or has ended (true). `function` and `future` are
// at its root; cx->frame is the innermost frame, kept in *innermost for the next time. Meanwhile
// *innermost is the one polled here: of those above it each stands where its state says.
static inline bool tarry__frames_poll(struct tarry_context *cx,
                                      const struct tarry_function *root_function, void *root,
                                      struct tarry_frame **innermost) {
    for (;;) {
        const struct tarry_function *function = cx->frame ? cx->frame->function : root_function;
        void *future = cx->frame ? (void *)(cx->frame + 1) : root;
        if (function->poll(future, cx)) {
            if (!cx->frame) {
                return true;
            }
            cx->frame = cx->frame->parent;
        } else if (cx->entered) {
            cx->frame = cx->entered;
            cx->entered = NULL;
        } else {
            *innermost = cx->frame;
            return false;
        }
        *innermost = cx->frame;
        if (!tarry__budget_spend(cx)) {
            return false;
        }
    }
}

// tarry__frame_free_alone gives back a frame that was made within a race, outside of it.
void tarry__frame_free_alone(struct tarry_context *cx, void *future,
                             const struct tarry_function *function);

#endif
