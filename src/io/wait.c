// Polling a wait for a descriptor, and what the reactor cannot wait for: epoll refuses files
// (EPERM), which are always "ready" and may still wait for a disk. The blocking pool does those.
// The job lives on the heap; the buffer is the task's, so that it waits for the job's end even when
// it is cancelled; the descriptor's number is kept from others meanwhile. Without memory or threads
// for it the worker does it itself.
#include "io/wait.h"

#include "base/memory.h"
#include "base/system.h"
#include "runtime/blocking.h"
#include "runtime/leaf.h"
#include "runtime/worker.h"

#include <errno.h>
#include <stddef.h>

struct file_job {
    struct tarry__blocking_job job;
    struct tarry__operation operation;
};

static int64_t transfer(const struct tarry__operation *operation) {
    return operation->opcode == TARRY__OP_READ
               ? tarry__system_read(operation->fd, operation->buffer, operation->size)
               : tarry__system_write(operation->fd, operation->buffer, operation->size);
}

static void call(struct tarry__blocking_job *job) {
    struct file_job *self = (struct file_job *)job;
    self->operation.result = transfer(&self->operation);
}

static void drop(struct tarry__blocking_job *job) {
    tarry__memory_free(job);
}

// A read without a buffer of its own needs one before a thread reads into it.
static bool take_buffer(struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_POOLED) {
        operation->buffer = tarry__buffers_take(&tarry__reactor_here()->buffers);
        return operation->buffer != NULL;
    }
    return true;
}

static void leave_buffer(struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_POOLED && operation->result <= 0) {
        tarry__buffers_give(&tarry__reactor_here()->buffers, operation->buffer);
        operation->buffer = NULL;
    }
}

static bool start_in_pool(struct tarry__operation *operation, struct tarry_context *cx) {
    static_assert(offsetof(struct file_job, job) == 0, "a job is cast to its file_job");
    struct file_job *job = tarry__memory_new_zeroed(sizeof *job, _Alignof(struct file_job));
    if (!job) {
        return false;
    }
    job->job.call = call;
    job->job.drop = drop;
    job->operation = *operation;
    // Held before the pool can begin, so that the number stays this file's; and the task stays with
    // the reactor that holds it.
    tarry__reactor_hold(tarry__reactor_here(), operation);
    if (tarry__blocking_start(cx, &job->job)) {
        tarry__reactor_release(tarry__reactor_here(), operation);
        *operation = job->operation;
        tarry__memory_free(job);
        return false;
    }
    tarry__worker_pin(cx->worker, cx->task);
    operation->buffer = job;
    return true;
}

// `buffer` points to the job.
static bool poll_in_pool(struct tarry__operation *operation, struct tarry_context *cx,
                         ssize_t *out_result) {
    struct file_job *job = operation->buffer;
    if (!tarry__blocking_ended(cx, &job->job)) {
        return false;
    }
    tarry__reactor_release(tarry__reactor_here(), operation);
    tarry__worker_unpin(cx->task);
    *operation = job->operation;
    tarry__memory_free(job);
    leave_buffer(operation);
    *out_result = (ssize_t)operation->result;
    return true;
}

bool tarry__io_poll(struct tarry_io_wait *place, struct tarry_context *cx, ssize_t *out_result) {
    struct tarry__wait *wait = tarry__io_wait(place);
    struct tarry__operation *operation = &wait->operation;
    if (operation->opcode == TARRY__OP_HOLD) {
        return poll_in_pool(operation, cx, out_result);
    }
    if (!tarry__operation_wait(wait, cx)) {
        return false;
    }
    if (operation->result == -EPERM && tarry__operation_is_file(operation)) {
        if (!take_buffer(operation)) {
            operation->result = -ENOMEM;
        } else if (start_in_pool(operation, cx)) {
            return false;
        } else {
            operation->result = transfer(operation);
            leave_buffer(operation);
        }
    }
    *out_result = (ssize_t)operation->result;
    return true;
}
