// Separate frames: of recursive calls, calls through pointers, and calls of functions whose layout
// the caller does not see. After a wait the worker polls the innermost one (frame.h), so that their
// depth costs memory and no C stack.
//
// The room behind a task's future is a stack of frames, as the calls are: the next one lies behind
// the innermost, or, if there is none, at the room's start. A frame that does not fit there comes
// from the slab, and so does every frame that one of the slab awaits, for the room between belongs
// to those below. In an arm of a race too: arms are not a stack.
//
// The first frame of the slab is alone in its block: calls through pointers have no other. Those
// above it, a recursion mostly, share blocks (is_shared), each GROWTH times as large as the one below:
//   1. the first frame of a block lies behind the block's head, which says where the block ends in
//      which the frame below lies
//   2. the others lie behind each other, as they await each other: that a frame lies behind the one
//      that awaits it tells that it is not the first (behind an alone one, or in front of a head,
//      there is none)
//   3. cx->frames_end is where the block of the innermost frame ends, and 0 if that is alone, in the
//      task, in an arm of a race, or was made before the task last waited. 2 and taking the place
//      behind it are inline, in <tarry/abi.h>. Between an ended frame and its being freed it is that of
//      the ended one
#include <tarry/abi.h>

#include "runtime/frame.h"
#include "runtime/room.h"
#include "runtime/task.h"
#include "runtime/worker.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

typedef struct tarry_frame Frame;

// The head of a block of frames.
typedef struct {
    uintptr_t below_end; // cx->frames_end of the frame below
    uint32_t size;       // of the block
} Block;

enum {
    // A call that does not fit takes a block, and its return gives it back: where half of all calls are the
    // innermost, as in a walk over a tree, there should be few depths at which a block ends.
    GROWTH = 4,
    BLOCK_SIZE_MAX = TARRY__SLAB_BLOCK_SIZE_MAX,
    // Of a frame that fits into a block: if it did not when it was made, it does not when it ends.
    SHARED_SIZE_MAX = BLOCK_SIZE_MAX - sizeof(Block) - sizeof(Frame),
};

_Static_assert(sizeof(Block) % TARRY__FRAME_STEP == 0, "a frame lies behind it");

// Bytes in front of the future: the frame's header is the last of them.
static size_t lead(const struct tarry_function *function) {
    return function->alignment > sizeof(Frame) ? function->alignment : sizeof(Frame);
}

static size_t alignment(const struct tarry_function *function) {
    return function->alignment > _Alignof(Frame) ? function->alignment : _Alignof(Frame);
}

static uintptr_t task_end(struct tarry_context *cx) {
    if (!cx->task_end) {
        cx->task_end = (uintptr_t)tarry__task_end(cx->task);
    }
    return cx->task_end;
}

static bool is_in_task(struct tarry_context *cx, const void *place) {
    return (uintptr_t)place > (uintptr_t)cx->task && (uintptr_t)place < task_end(cx);
}

// Behind what the next frame lies, if that is in the task's room; else NULL.
static const void *place_before(struct tarry_context *cx) {
    if (cx->races > 0) {
        return NULL;
    }
    if (!cx->frame) {
        return tarry__task_room(cx->task);
    }
    return is_in_task(cx, cx->frame) ? (char *)(cx->frame + 1) + cx->frame->function->size : NULL;
}

// The place of a future in the task's room, NULL if there is none.
static void *place_in_task(struct tarry_context *cx, const struct tarry_function *function) {
    const void *next = place_before(cx);
    if (!next || (uintptr_t)next == task_end(cx)) {
        return NULL;
    }
    char *future = tarry__room_place(function, next);
    return (uintptr_t)(future + function->size) <= task_end(cx) ? future : NULL;
}

static void *frame_init(Frame *frame, const struct tarry_function *function) {
    frame->function = function;
    frame->parent = NULL;
    return frame + 1;
}

// Alone in a block.
static void *new_alone(struct tarry_context *cx, const struct tarry_function *function) {
    char *block = tarry__block_take_quick(&cx->worker->slab, lead(function) + function->size,
                                          alignment(function));
    cx->frames_end = 0;
    return block ? frame_init((Frame *)(block + lead(function)) - 1, function) : NULL;
}

// Whether a frame that is about to be made, or has ended, lies in a block of several.
static bool is_shared(struct tarry_context *cx, const struct tarry_function *function) {
    return cx->races == 0 && cx->frame && !is_in_task(cx, cx->frame) &&
           function->alignment <= TARRY__FRAME_STEP && function->size <= SHARED_SIZE_MAX;
}

// The first of a new block, which has room for others.
static void *new_shared(struct tarry_context *cx, const struct tarry_function *function) {
    uint32_t needed = (uint32_t)(sizeof(Block) + sizeof(Frame)) + function->size;
    uint32_t size = GROWTH * (needed > cx->frames_size ? needed : cx->frames_size);
    size = size < BLOCK_SIZE_MAX ? size : BLOCK_SIZE_MAX;
    Block *block = tarry__block_take_quick(&cx->worker->slab, size, _Alignof(Block));
    if (!block) {
        return NULL;
    }
    *block = (Block){.below_end = cx->frames_end, .size = size};
    cx->frames_end = (uintptr_t)block + size;
    cx->frames_size = size;
    return frame_init((Frame *)(block + 1), function);
}

void *tarry__frame_new_apart(struct tarry_context *cx, const struct tarry_function *function) {
    void *future = place_in_task(cx, function);
    if (future) {
        return frame_init((Frame *)future - 1, function);
    }
    if (is_shared(cx, function)) {
        return new_shared(cx, function);
    }
    return new_alone(cx, function);
}

void tarry__frame_enter(struct tarry_context *cx, void *future) {
    Frame *frame = (Frame *)future - 1;
    frame->parent = cx->frame;
    cx->entered = frame;
}

void tarry__frame_free_alone(struct tarry_context *cx, void *future,
                             const struct tarry_function *function) {
    char *block = (char *)future - lead(function);
    tarry__block_give_quick(&cx->worker->slab, block, lead(function) + function->size,
                            alignment(function));
}

static void free_shared(struct tarry_context *cx, Frame *frame) {
    if (frame == tarry__frame_behind(cx->frame)) {
        return;
    }
    Block *block = (Block *)frame - 1;
    cx->frames_end = block->below_end;
    cx->frames_size = block->size / GROWTH;
    tarry__block_give_quick(&cx->worker->slab, block, block->size, _Alignof(Block));
}

void tarry__frame_free_apart(struct tarry_context *cx, void *future,
                             const struct tarry_function *function) {
    if (is_in_task(cx, future)) {
        return;
    }
    if (!function) {
        function = ((Frame *)future - 1)->function;
    }
    if (is_shared(cx, function)) {
        free_shared(cx, (Frame *)future - 1);
    } else {
        tarry__frame_free_alone(cx, future, function);
    }
}

// Polls a frame and those it enters to its end. None of them can wait.
static void run_to_end(struct tarry_context *cx, Frame *frame) {
    frame->parent = cx->frame;
    cx->frame = frame;
    for (;;) {
        if (cx->frame->function->poll(cx->frame + 1, cx)) {
            bool ended = cx->frame == frame;
            cx->frame = cx->frame->parent;
            if (ended) {
                return;
            }
        } else {
            assert(cx->entered);
            cx->frame = cx->entered;
            cx->entered = NULL;
        }
    }
}

// Not in the task's room: that is for the frames that its descriptors tell of, in their order.
void tarry__deep_call(struct tarry_context *cx, const struct tarry_function *function, void *call,
                      size_t size) {
    void *result = function->result_size > 0 ? call : NULL;
    uintptr_t frames_end = cx->frames_end;
    cx->frames_end = 0;
    cx->races++;
    void *future = tarry__frame_new(cx, function);
    if (future) {
        memcpy(future, call, size);
        run_to_end(cx, (Frame *)future - 1);
        memcpy(call, future, function->result_size);
        tarry__frame_free(cx, future, function);
    } else {
        tarry__no_memory(cx, result, function);
    }
    cx->races--;
    cx->frames_end = frames_end;
}
