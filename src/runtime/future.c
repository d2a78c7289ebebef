// What futures written by hand call, see <tarry/future.h>: the inside of leaf.h under public names,
// and wakes from foreign threads.
//
// A waker is a post (mailbox.h) to the worker its task is pinned to, so that all but firing happens
// on that worker's thread: arming, the post's arrival, and the poll that sees it. Phases:
//   - IDLE -> ARMED: tarry_waker_arm; the task is pinned once more
//   - ARMED -> FIRED: the post has arrived; the task is woken
//   - FIRED -> IDLE: tarry_waker_has_fired has seen it; the pin is taken back
//   - ARMED -> IDLE: tarry_waker_disarm; the pin is taken back
// Whoever fires counts as a guest of the runtime meanwhile, for the task may be at its end, and its
// runtime about to be freed, before he has notified the worker.
#include <tarry/future.h>

#include "runtime/leaf.h"
#include "runtime/worker.h"

enum { IDLE = 0, ARMED, FIRED };

struct waker {
    struct tarry__post post;
    struct tarry_task *task;
    struct tarry_worker *worker;
    uint8_t phase;
};

_Static_assert(sizeof(struct waker) == sizeof(struct tarry_waker) &&
                   offsetof(struct waker, task) == offsetof(struct tarry_waker, task),
               "what is public is only a place");

bool tarry_context_is_cancelled(struct tarry_context *cx) {
    return tarry__is_cancelled(cx);
}

bool tarry_context_is_being_cancelled(struct tarry_context *cx) {
    return tarry__is_being_cancelled(cx);
}

void tarry_context_note_refusal(struct tarry_context *cx) {
    tarry__note_refusal(cx);
}

bool tarry_context_spend(struct tarry_context *cx) {
    return tarry__budget_spend(cx);
}

struct tarry_task *tarry_context_task(struct tarry_context *cx) {
    return cx->task;
}

void tarry_task_wake(struct tarry_task *task) {
    assert(tarry__worker_current);
    tarry__task_wake(task);
}

static void arrive(struct tarry__post *post, struct tarry_worker *worker) {
    struct waker *waker = (struct waker *)post; // its first member
    assert(waker->phase == ARMED && waker->worker == worker);
    (void)worker;
    waker->phase = FIRED;
    tarry__task_wake(waker->task);
}

void tarry_waker_arm(struct tarry_waker *place, struct tarry_context *cx) {
    struct waker *waker = (struct waker *)place;
    waker->post = (struct tarry__post){.run = arrive};
    waker->task = cx->task;
    waker->worker = cx->worker;
    waker->phase = ARMED;
    tarry__worker_pin(cx->worker, cx->task);
}

void tarry_waker_fire(struct tarry_waker *place) {
    struct waker *waker = (struct waker *)place;
    struct tarry_worker *worker = waker->worker;
    struct tarry_runtime *runtime = worker->runtime;
    tarry__fetch_add(&runtime->guests, 1, relaxed); // before the post: the task still lives
    tarry__mailbox_send_post(worker, &waker->post);
    tarry__fetch_sub(&runtime->guests, 1, release);
}

static void release_waker(struct waker *waker, struct tarry_context *cx) {
    waker->phase = IDLE;
    tarry__worker_unpin(cx->task);
}

bool tarry_waker_has_fired(struct tarry_waker *place, struct tarry_context *cx) {
    struct waker *waker = (struct waker *)place;
    if (waker->phase != FIRED) {
        return false;
    }
    release_waker(waker, cx);
    return true;
}

void tarry_waker_disarm(struct tarry_waker *place, struct tarry_context *cx) {
    struct waker *waker = (struct waker *)place;
    assert(waker->phase == ARMED);
    release_waker(waker, cx);
}
