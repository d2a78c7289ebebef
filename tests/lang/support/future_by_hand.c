#include "future_by_hand.h"

#include <errno.h>

const struct tarry_function countdown__function = TARRY_FUTURE(countdown, TARRY_FUTURE_RESULT(countdown));
const struct tarry_function rest__function = TARRY_FUTURE(rest, TARRY_FUTURE_VOID);
const struct tarry_function latch_wait__function = TARRY_FUTURE(latch_wait, TARRY_FUTURE_RESULT(latch_wait));
const struct tarry_function square_elsewhere__function =
    TARRY_FUTURE(square_elsewhere, TARRY_FUTURE_RESULT(square_elsewhere));

// ---- countdown ----

bool countdown__poll(void *future, struct tarry_context *cx) {
    struct countdown__future *self = future;
    if (self->state == 0) {
        self->left = self->n;
        self->state = 1;
    }
    while (self->left > 0) {
        if (tarry_context_is_cancelled(cx)) {
            self->result = -ECANCELED;
            return true;
        }
        if (!tarry_context_spend(cx)) {
            return false;
        }
        self->left--;
    }
    self->result = self->n;
    return true;
}

// ---- rest ----

bool rest__poll(void *future, struct tarry_context *cx) {
    struct rest__future *self = future;
    if (self->state == 0) {
        self->inner.n = 1000; // more than any budget
        self->inner.state = 0;
        self->state = 1;
    }
    while (self->n > 0) {
        if (!countdown__poll(&self->inner, cx)) {
            return false;
        }
        self->n--;
        self->inner.state = 0;
    }
    return true;
}

// ---- latch ----

static int waited_on;

int latches_waited_on(void) {
    return waited_on;
}

void latch_open(struct latch *latch) {
    latch->is_open = true;
    for (struct latch_wait__future *wait = latch->waiting; wait; wait = wait->next) {
        tarry_task_wake(wait->task);
    }
}

static void leave(struct latch_wait__future *self) {
    struct latch_wait__future **place = &self->latch->waiting;
    while (*place != self) {
        place = &(*place)->next;
    }
    *place = self->next;
    waited_on--;
}

bool latch_wait__poll(void *future, struct tarry_context *cx) {
    struct latch_wait__future *self = future;
    bool cancelled = tarry_context_is_cancelled(cx);
    if (self->latch->is_open || cancelled) {
        if (self->state == 1) {
            leave(self);
        } else if (!tarry_context_spend(cx)) {
            return false;
        }
        self->result = self->latch->is_open ? 0 : -ECANCELED;
        return true;
    }
    if (self->state == 0) {
        self->task = tarry_context_task(cx);
        self->next = self->latch->waiting;
        self->latch->waiting = self;
        self->state = 1;
        waited_on++;
    }
    return false;
}

// ---- square_elsewhere ----

static void *work(void *future) {
    struct square_elsewhere__future *self = future;
    pthread_mutex_lock(&self->mutex);
    while (self->n < 0 && !self->stop) {
        pthread_cond_wait(&self->told, &self->mutex);
    }
    self->result = self->n < 0 ? -ECANCELED : self->n * self->n;
    pthread_mutex_unlock(&self->mutex);
    tarry_waker_fire(&self->waker);
    return NULL;
}

static bool start(struct square_elsewhere__future *self, struct tarry_context *cx) {
    self->stop = false;
    pthread_mutex_init(&self->mutex, NULL);
    pthread_cond_init(&self->told, NULL);
    tarry_waker_arm(&self->waker, cx);
    int error = pthread_create(&self->thread, NULL, work, self);
    if (error) {
        tarry_waker_disarm(&self->waker, cx);
        self->result = -error;
    }
    return error == 0;
}

bool square_elsewhere__poll(void *future, struct tarry_context *cx) {
    struct square_elsewhere__future *self = future;
    if (self->state == 0) {
        if (!start(self, cx)) {
            return true;
        }
        self->state = 1;
    }
    if (!tarry_waker_has_fired(&self->waker, cx)) {
        if (tarry_context_is_cancelled(cx)) { // asked to stop; it still has our memory
            pthread_mutex_lock(&self->mutex);
            self->stop = true;
            pthread_cond_signal(&self->told);
            pthread_mutex_unlock(&self->mutex);
        }
        return false;
    }
    pthread_join(self->thread, NULL);
    pthread_cond_destroy(&self->told);
    pthread_mutex_destroy(&self->mutex);
    return true;
}
