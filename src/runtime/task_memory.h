// A task's memory, see task.h for what is in it: where its parts lie, taking and giving it back. In a
// header, because starting a task that does little is mostly this.
#ifndef TARRY_RUNTIME_TASK_MEMORY_H
#define TARRY_RUNTIME_TASK_MEMORY_H

#include "runtime/room.h"
#include "runtime/slab.h"
#include "runtime/task.h"

// Bytes in front of the future: the task's header is the last of them.
static inline size_t tarry__task_lead(const struct tarry_function *function) {
    size_t header = sizeof(struct tarry_task);
    return function->alignment > header ? function->alignment : header;
}

_Static_assert(sizeof(struct tarry_task) >= TARRY__SLAB_ALIGNMENT_MAX,
               "so a small one has no more lead");

static inline size_t tarry__task_alignment(const struct tarry_function *function) {
    size_t header = _Alignof(struct tarry_task);
    return function->alignment > header ? function->alignment : header;
}

static inline size_t tarry__task_result_offset(const struct tarry_function *function) {
    return (function->size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
}

// From the future to the room behind it.
static inline size_t tarry__task_room_offset(const struct tarry_function *function,
                                             bool has_result) {
    return has_result ? tarry__task_result_offset(function) + sizeof(void *) : function->size;
}

static inline size_t tarry__task_size(const struct tarry_function *function, bool has_result) {
    size_t before = tarry__task_room_offset(function, has_result);
    size_t room = function->room ? tarry__room(function) : 0;
    return tarry__task_lead(function) + (room > 0 ? (before + 7) / 8 * 8 + room : before);
}

// tarry__task_result: where, with RESULT, the pointer to the result's place stands.
static inline void **tarry__task_result(struct tarry_task *task) {
    size_t offset = tarry__task_result_offset(task->function);
    return (void **)((char *)tarry__task_future(task) + offset);
}

// tarry__task_new makes a task, SCHEDULED, in `scope` (NULL: none) but not in its list, and in no queue;
// with room for the pointer to a result if `has_result`. NULL if there is no memory.
static inline struct tarry_task *tarry__task_new(struct tarry__slab *slab,
                                                 const struct tarry_function *function,
                                                 struct tarry_scope *scope, bool has_result) {
    size_t size = tarry__task_size(function, has_result);
    size_t alignment = tarry__task_alignment(function);
    bool is_small = tarry__block_is_small(size, alignment);
    char *block = tarry__block_take_quick(slab, size, alignment);
    if (__builtin_expect(!block, 0)) {
        return NULL;
    }
    struct tarry_task *task = (struct tarry_task *)(block + tarry__task_lead(function)) - 1;
    *task = (struct tarry_task){
        .state = TARRY__TASK_SCHEDULED | (has_result ? TARRY__TASK_RESULT : 0u) |
                 (is_small ? TARRY__TASK_SMALL : 0u),
        .scope = scope,
        .function = function,
    };
    return task;
}

static inline void tarry__task_free(struct tarry__slab *slab, struct tarry_task *task) {
    if (__builtin_expect(tarry__task_state(task) & TARRY__TASK_SMALL, TARRY__TASK_SMALL)) {
        tarry__block_give_small(slab, task);
    } else {
        tarry__memory_free((char *)(task + 1) - tarry__task_lead(task->function));
    }
}

#endif
