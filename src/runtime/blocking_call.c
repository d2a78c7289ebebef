// `await blocking(f(x))`: an ordinary call on the blocking pool, from a future that tarrycc makes for
// it. The job lies in that future: no heap.
//
// Whose the future is, and its changes (all on the task's worker, where it is pinned meanwhile):
//   1. the first poll submits the job. From then on the future is the pool's: f's arguments may
//      point into the frame around it, which stands still, for a started future runs to its end
//   2. a thread of the pool takes the job (under the pool's mutex), calls f, stores the result and
//      errno in the future, and posts it back (release; mailbox.h)
//   3. the post, run by the worker (acquire), wakes the task: its poll returns true
//   4. cancelled between 1 and 2 the job is withdrawn, under the pool's mutex: f is never called
//   5. cancelled later, the task waits for 3, and f's result is the result
#include "runtime/blocking.h"
#include "runtime/leaf.h"
#include "runtime/scope.h"

#include <errno.h>
#include <assert.h>

struct call {
    struct tarry__blocking_job job;
    void (*function)(void *future);
    void *future;
    int error; // errno, before and after
};

static_assert(sizeof(struct call) <= sizeof(struct tarry_blocking), "public room");
static_assert(_Alignof(struct call) <= _Alignof(struct tarry_blocking), "public alignment");

static void run(struct tarry__blocking_job *job) {
    struct call *call = (struct call *)job;
    errno = call->error;
    call->function(call->future);
    call->error = errno;
}

static void begin(struct call *call, void *future, void (*function)(void *), int error) {
    *call = (struct call){.job.call = run, .function = function, .future = future, .error = error};
}

// It is not called. As the last: errno is what the caller reads next.
static bool refuse(void *future, const struct tarry_function *function, int error) {
    tarry__result_write_error(future, function, -error);
    errno = error;
    return true;
}

bool tarry__blocking_poll(struct tarry_context *cx, struct tarry_blocking *blocking, void *future,
                          const struct tarry_function *function, void (*call_function)(void *)) {
    int error = errno;
    struct call *call = (struct call *)(void *)blocking;
    unsigned short *state = (unsigned short *)((char *)future + function->state_offset);
    if (*state == 0) {
        if (tarry__is_being_cancelled(cx)) {
            if (!tarry__budget_spend(cx)) {
                return false;
            }
            tarry__note_refusal(cx);
            return refuse(future, function, ECANCELED);
        }
        begin(call, future, call_function, error);
        if (tarry__blocking_start(cx, &call->job) != 0) {
            if (!tarry__budget_spend(cx)) {
                return false;
            }
            return refuse(future, function, EAGAIN);
        }
        *state = 1;
        return false;
    }
    if (tarry__blocking_ended(cx, &call->job)) {
        errno = call->error;
        return true;
    }
    if (tarry__is_being_cancelled(cx) && tarry__blocking_withdraw(cx, &call->job)) {
        tarry__note_refusal(cx);
        return refuse(future, function, ECANCELED);
    }
    return false;
}
