// The blocking pool, see blocking.h.
#include "runtime/blocking.h"

#include "base/clock.h"
#include "base/memory.h"
#include "runtime/fork.h"
#include "runtime/worker.h"

#include <errno.h>
#include <stddef.h>

typedef struct tarry__blocking_job Job;
typedef struct tarry__blocking_pool Pool;
typedef struct tarry__blocking_thread Thread;

struct tarry__blocking_thread {
    struct tarry__thread thread;
    Pool *pool;
    Thread *next; // in `exited`
};

// ---- the queue; under the mutex ----

static void queue_push(Pool *pool, Job *job) {
    job->next = NULL;
    job->previous = pool->last;
    if (pool->last) {
        pool->last->next = job;
    } else {
        pool->first = job;
    }
    pool->last = job;
    job->queued = true;
    pool->queued++;
}

static void queue_remove(Pool *pool, Job *job) {
    if (job->next) {
        job->next->previous = job->previous;
    } else {
        pool->last = job->previous;
    }
    if (job->previous) {
        job->previous->next = job->next;
    } else {
        pool->first = job->next;
    }
    job->queued = false;
    pool->queued--;
}

// ---- a pool thread ----

// The next job, or NULL when there was none for long, or never will be. Under the mutex.
static Job *next_job(Pool *pool) {
    int64_t until;
    if (__builtin_add_overflow(tarry__clock_now(), pool->idle_ns, &until)) {
        until = INT64_MAX;
    }
    while (!pool->first) {
        if (pool->ending || tarry__clock_now() >= until) {
            return NULL;
        }
        pool->idle++;
        tarry__condition_wait(&pool->work, &pool->mutex, until);
        pool->idle--;
    }
    Job *job = pool->first;
    queue_remove(pool, job);
    return job;
}

static void thread_main(void *argument) {
    Thread *thread = argument;
    Pool *pool = thread->pool;
    tarry__mutex_lock(&pool->mutex);
    Job *job;
    while ((job = next_job(pool))) {
        tarry__mutex_unlock(&pool->mutex);
        job->call(job);
        if (tarry__fork_is_foreign(job->worker->runtime)) {
            tarry__fork_report();
        }
        tarry__mailbox_send_post(job->worker, &job->post);
        tarry__mutex_lock(&pool->mutex);
    }
    thread->next = pool->exited;
    pool->exited = thread;
    pool->threads--;
    if (pool->threads == 0) {
        tarry__condition_signal(&pool->all_left);
    }
    tarry__mutex_unlock(&pool->mutex);
}

static void join_all(Thread *thread) {
    while (thread) {
        Thread *next = thread->next;
        tarry__thread_join(&thread->thread);
        tarry__memory_free(thread);
        thread = next;
    }
}

// One thread more. Under the mutex. 0 or -errno.
static int thread_add(Pool *pool) {
    Thread *thread = tarry__memory_new(sizeof *thread, _Alignof(Thread));
    if (!thread) {
        return -ENOMEM;
    }
    thread->pool = pool;
    int error = tarry__thread_start(&thread->thread, "tarry-blocking", thread_main, thread);
    if (error) {
        tarry__memory_free(thread);
        return error;
    }
    pool->threads++;
    return 0;
}

// ---- a task's side ----

// On the job's worker, when it has been called.
static void came_back(struct tarry__post *post, struct tarry_worker *worker) {
    Job *job = (Job *)((char *)post - offsetof(Job, post));
    if (job->state == TARRY__BLOCKING_ABANDONED) {
        job->drop(job);
        return;
    }
    worker->clock.calls--;
    struct tarry_task *task = job->task;
    job->state = TARRY__BLOCKING_ENDED_PINNED;
    if (tarry__task_state_wake(task, 0)) {
        job->state = TARRY__BLOCKING_ENDED;
        tarry__worker_unpin(task);
        tarry__worker_schedule(worker, task);
    }
}

int tarry__blocking_start(struct tarry_context *cx, Job *job) {
    Pool *pool = &cx->worker->runtime->blocking;
    job->post.run = came_back;
    job->worker = cx->worker;
    job->task = cx->task;
    job->state = TARRY__BLOCKING_FLYING;
    tarry__mutex_lock(&pool->mutex);
    Thread *exited = pool->exited;
    pool->exited = NULL;
    int error = 0;
    if (pool->queued >= pool->idle && pool->threads < pool->threads_max) {
        error = thread_add(pool);
    }
    if (pool->threads > 0) { // one thread at least will come to it
        error = 0;
        queue_push(pool, job);
        tarry__condition_signal(&pool->work);
    }
    tarry__mutex_unlock(&pool->mutex);
    join_all(exited);
    if (error) {
        return -EAGAIN;
    }
    tarry__worker_pin(cx->worker, cx->task);
    cx->worker->clock.calls++;
    return 0;
}

bool tarry__blocking_ended(struct tarry_context *cx, Job *job) {
    if (job->state == TARRY__BLOCKING_ENDED_PINNED) {
        job->state = TARRY__BLOCKING_ENDED;
        tarry__worker_unpin(cx->task);
    }
    return job->state == TARRY__BLOCKING_ENDED;
}

// Takes it out of the queue; false if it is not there any more: it becomes `otherwise`, which only
// this worker reads.
static bool take_back(struct tarry_context *cx, Job *job, uint8_t otherwise) {
    Pool *pool = &cx->worker->runtime->blocking;
    tarry__mutex_lock(&pool->mutex);
    bool queued = job->queued;
    if (queued) {
        queue_remove(pool, job);
    } else {
        job->state = otherwise;
    }
    tarry__mutex_unlock(&pool->mutex);
    return queued;
}

bool tarry__blocking_withdraw(struct tarry_context *cx, Job *job) {
    if (job->state != TARRY__BLOCKING_FLYING || !take_back(cx, job, TARRY__BLOCKING_FLYING)) {
        return false;
    }
    cx->worker->clock.calls--;
    tarry__worker_unpin(cx->task);
    return true;
}

void tarry__blocking_abandon(struct tarry_context *cx, Job *job) {
    if (tarry__blocking_ended(cx, job)) {
        job->drop(job);
        return;
    }
    cx->worker->clock.calls--;
    tarry__worker_unpin(cx->task);
    if (take_back(cx, job, TARRY__BLOCKING_ABANDONED)) {
        job->drop(job);
    }
}

// ---- the pool ----

void tarry__blocking_pool_init(Pool *pool, unsigned threads_max, int64_t idle_ns) {
    pool->threads_max = threads_max;
    pool->idle_ns = idle_ns;
    tarry__mutex_init(&pool->mutex);
    tarry__condition_init(&pool->work);
    tarry__condition_init(&pool->all_left);
}

void tarry__blocking_pool_end(Pool *pool) {
    tarry__mutex_lock(&pool->mutex);
    pool->ending = true;
    tarry__condition_broadcast(&pool->work);
    while (pool->threads > 0) {
        tarry__condition_wait(&pool->all_left, &pool->mutex, INT64_MAX);
    }
    Thread *exited = pool->exited;
    pool->exited = NULL;
    tarry__mutex_unlock(&pool->mutex);
    join_all(exited);
    tarry__condition_destroy(&pool->all_left);
    tarry__condition_destroy(&pool->work);
    tarry__mutex_destroy(&pool->mutex);
}

int tarry_blocking_pool(struct tarry_runtime *runtime, struct tarry_blocking_pool *out_pool) {
    if (!runtime && tarry__worker_current) {
        runtime = tarry__worker_current->runtime;
    }
    if (!runtime) {
        return -EINVAL;
    }
    Pool *pool = &runtime->blocking;
    tarry__mutex_lock(&pool->mutex);
    *out_pool = (struct tarry_blocking_pool){.threads_max = pool->threads_max,
                                             .threads = pool->threads,
                                             .idle = pool->idle,
                                             .queued = pool->queued};
    tarry__mutex_unlock(&pool->mutex);
    return 0;
}
