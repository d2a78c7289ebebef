// Making and freeing tasks, see task.h for what one is.
#include "runtime/task.h"

#include "runtime/room.h"
#include "runtime/slab.h"

typedef struct tarry_task Task;

// Bytes in front of the future: the task's header is the last of them.
static size_t lead(const struct tarry_function *function) {
    return function->alignment > sizeof(Task) ? function->alignment : sizeof(Task);
}

static size_t alignment(const struct tarry_function *function) {
    return function->alignment > _Alignof(Task) ? function->alignment : _Alignof(Task);
}

static size_t result_offset(const struct tarry_function *function) {
    return (function->size + sizeof(void *) - 1) / sizeof(void *) * sizeof(void *);
}

// From the future to the room behind it.
static size_t room_offset(const struct tarry_function *function, bool has_result) {
    return has_result ? result_offset(function) + sizeof(void *) : function->size;
}

static size_t size(const struct tarry_function *function, bool has_result) {
    size_t room = tarry__room(function), before = room_offset(function, has_result);
    return lead(function) + (room > 0 ? (before + 7) / 8 * 8 + room : before);
}

void **tarry__task_result(Task *task) {
    return (void **)((char *)tarry__task_future(task) + result_offset(task->function));
}

void *tarry__task_room(Task *task) {
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    return (char *)tarry__task_future(task) + room_offset(task->function, has_result);
}

void *tarry__task_end(Task *task) {
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    return (char *)(task + 1) - lead(task->function) + size(task->function, has_result);
}

Task *tarry__task_new(struct tarry__slab *slab, const struct tarry_function *function,
                      bool has_result) {
    char *block = tarry__block_take(slab, size(function, has_result), alignment(function));
    if (!block) {
        return NULL;
    }
    Task *task = (Task *)(block + lead(function)) - 1;
    *task = (Task){.function = function,
                   .state = TARRY__TASK_WOKEN | (has_result ? TARRY__TASK_RESULT : 0u)};
    return task;
}

void tarry__task_free(struct tarry__slab *slab, Task *task) {
    const struct tarry_function *function = task->function;
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    char *block = (char *)(task + 1) - lead(function);
    tarry__block_give(slab, block, size(function, has_result), alignment(function));
}
