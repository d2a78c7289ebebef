// Tasks for models of what tasks wait on: each is a thread of the model, with a worker of its own,
// that runs ordinary code and awaits leaf futures in it. Between two polls it goes through the
// states of task.h, and sleeps unless it was woken. When it has ended its task is freed, so that a
// wake that comes too late is found.
//
// A model names tests/model/support/tasks.c among its sources, beside what it looks at.
#ifndef TESTS_MODEL_TASKS_H
#define TESTS_MODEL_TASKS_H

#include <tarry/abi.h>

#include "model.h"

// tasks_begin: first in `begin`; then tasks_add for each task. Other threads by model_thread, behind.
void tasks_begin(unsigned count);
void tasks_add(const char *name, void (*body)(void *argument), void *argument);

// tasks_await polls a future, whose arguments are written, to its end. In a task.
void tasks_await(const struct tarry_function *function, void *future);
// tasks_cancel cancels a task, by its number; nothing if it has ended. In any other thread.
void tasks_cancel(unsigned number);
// tasks_is_cancelled: the running task.
bool tasks_is_cancelled(void);

// The result of awaiting a leaf with these arguments. Its future is freed behind it.
#define AWAIT(leaf, ...)                                                                           \
    __extension__({                                                                                \
        struct leaf##__future *future =                                                            \
            model_memory_new(sizeof *future, _Alignof(struct leaf##__future));                     \
        *future = (struct leaf##__future){__VA_ARGS__};                                            \
        tasks_await(&leaf##__function, future);                                                    \
        __typeof__(future->result) result = future->result;                                        \
        model_memory_free(future, sizeof *future);                                                 \
        result;                                                                                    \
    })

#endif
