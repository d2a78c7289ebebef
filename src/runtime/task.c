// The room for frames behind a task's future, see task.h.
#include "runtime/task_memory.h"

typedef struct tarry_task Task;

void *tarry__task_room(Task *task) {
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    return (char *)tarry__task_future(task) + tarry__task_room_offset(task->function, has_result);
}

void *tarry__task_end(Task *task) {
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    return (char *)(task + 1) - tarry__task_lead(task->function) +
           tarry__task_size(task->function, has_result);
}
