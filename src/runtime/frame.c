// Separate frames: of recursive calls, calls through pointers, and calls of functions whose layout
// the caller does not see. The worker polls the innermost one (worker.c), so their depth costs
// memory and no C stack.
#include <tarry/abi.h>

#include "runtime/task.h"
#include "runtime/worker.h"

#include <errno.h>
#include <string.h>

typedef struct tarry_frame Frame;

// Bytes in front of the future: the frame's header is the last of them.
static size_t lead(const struct tarry_function *function) {
    return function->alignment > sizeof(Frame) ? function->alignment : sizeof(Frame);
}

static size_t alignment(const struct tarry_function *function) {
    return function->alignment > _Alignof(Frame) ? function->alignment : _Alignof(Frame);
}

void *tarry__frame_new(struct tarry_context *cx, const struct tarry_function *function) {
    char *block =
        tarry__block_take(&cx->worker->slab, lead(function) + function->size, alignment(function));
    if (!block) {
        return NULL;
    }
    Frame *frame = (Frame *)(block + lead(function)) - 1;
    frame->function = function;
    frame->parent = NULL;
    return frame + 1;
}

void tarry__frame_enter(struct tarry_context *cx, void *future) {
    Frame *frame = (Frame *)future - 1;
    frame->parent = cx->frame;
    cx->entered = frame;
}

void tarry__frame_free(struct tarry_context *cx, void *future,
                       const struct tarry_function *function) {
    char *block = (char *)future - lead(function);
    tarry__block_give(&cx->worker->slab, block, lead(function) + function->size,
                      alignment(function));
}
