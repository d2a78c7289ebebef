// Task-local values: what a task and all it starts can know without being told through every call:
// whose request this is, where to log to. And names of tasks, which are such values.
//
//     TARRY_LOCAL(const char *) request;                     // at file scope
//
//     async int handle(struct connection *connection) {
//         TARRY_BIND(request, connection->id);               // until the end of this block
//         return await answer(connection);
//     }
//     void log_line(const char *text) {
//         const char **id = TARRY_BOUND(request);            // NULL: nobody has bound it
//         printf("[%s] %s\n", id ? *id : "-", text);
//     }
//
// A binding is seen in its block, in all that is called from there, and by the children of scopes
// that are opened there, on whatever worker; not by those of a scope opened around the block. It
// lies in the frame, as its value does: nothing is allocated. Looking a value up walks over what
// the task has open (scopes, time limits, races, bindings), then what its parents have around it,
// up to the binding.
//
// Unlike Tokio's task-local values, they are seen by the tasks that are started inside, and a
// binding is a declaration, not a closure around everything that may see it.
#ifndef TARRY_LOCAL_H
#define TARRY_LOCAL_H

#include <tarry/abi.h>
#include <tarry/scope.h>
#include <tarry/typed.h>

#ifdef __cplusplus
extern "C" {
#endif

// TARRY_LOCAL(type) declares a variable that stands for a task-local value: itself it is a pointer
// to what TARRY_BOUND returns where nobody has bound it, NULL unless it is initialised.
//
//     extern TARRY_LOCAL(struct logger) logger;              // in a header
//     static struct logger standard_logger = {...};
//     TARRY_LOCAL(struct logger) logger = &standard_logger;  // in one file
#define TARRY_LOCAL(type) __typeof__(type) *

// TARRY_BIND(local, value) binds a copy of `value` from here to the end of the block, however
// that is left. A declaration. In async functions and what they call; elsewhere it does nothing.
#define TARRY_BIND(local, ...) TARRY__BIND(local, __COUNTER__, __VA_ARGS__)

// TARRY_BOUND(local) returns the address of the innermost value bound to `local`, or what `local`
// was initialised with. The value may be changed; whoever sees the same binding, on all workers,
// sees that. Never suspends. On a thread that runs no task (a blocking call) nothing is bound.
#define TARRY_BOUND(local) ((__typeof__(local))tarry_local_find(&(local), (local)))

// TARRY_TASK_NAME(text) names the task from here to the end of the block: in the reports of
// tarry_dump, SIGQUIT and `tarry tasks` in gdb. A declaration. The text is the caller's, and stays
// until then.
//
//     char name[32];
//     snprintf(name, sizeof name, "client %d", fd);
//     TARRY_TASK_NAME(name);
#define TARRY_TASK_NAME(text) TARRY__TASK_NAME(text, __COUNTER__)

// tarry_task_name returns the innermost name of the running task, or of the task that started it,
// and so on; NULL if none has one, and on a thread that runs no task. Never suspends.
const char *tarry_task_name(void);

// A binding. Lies in the frame of the function that binds. Private.
struct tarry_binding {
    struct tarry_scope_link link;
    const void *local; // NULL: bound where there is no task
    const void *value;
};

// tarry_binding_open binds `value`, which is not copied, to a TARRY_LOCAL, whose address `local`
// is, until tarry_binding_close: for who wants to do without TARRY_BIND. What was opened last is
// closed first, scopes and other words that open a block included. tarry_task_name_open: a name.
void tarry_binding_open(struct tarry_binding *binding, const void *local, const void *value);
void tarry_binding_close(struct tarry_binding *binding);
void tarry_task_name_open(struct tarry_binding *binding, const char *const *name);
// tarry_local_find: TARRY_BOUND without the type.
void *tarry_local_find(const void *local, const void *otherwise);

// The type of (void)0, x is that of x without const. The compiler's warnings are none in a macro of
// a library's header; so the types are compared, as those of channels are.
#define TARRY__LOCAL_TYPE(local) __typeof__((void)0, *(local))
#ifdef __cplusplus
#define TARRY__LOCAL_FITS(local, ...) 0
#else
#define TARRY__LOCAL_FITS(local, ...)                                                              \
    TARRY__CHECK(TARRY__FITS(TARRY__LOCAL_TYPE(local), TARRY__TYPE_OF_VALUE(__VA_ARGS__)),         \
                 the_value_is_not_of_the_local_type)
#endif
#define TARRY__BIND(local, n, ...) TARRY__BIND_N(local, n, __VA_ARGS__)
#define TARRY__BIND_N(local, n, ...)                                                               \
    TARRY__LOCAL_TYPE(local) tarry__value_##n = (__VA_ARGS__);                                     \
    struct tarry_binding tarry__binding_##n __attribute__((cleanup(tarry_binding_close)));         \
    tarry_binding_open(&tarry__binding_##n, &(local),                                              \
                       (const char *)&tarry__value_##n + TARRY__LOCAL_FITS(local, __VA_ARGS__))
#define TARRY__TASK_NAME(text, n) TARRY__TASK_NAME_N(text, n)
#define TARRY__TASK_NAME_N(text, n)                                                                \
    const char *tarry__value_##n = (text);                                                         \
    struct tarry_binding tarry__binding_##n __attribute__((cleanup(tarry_binding_close)));         \
    tarry_task_name_open(&tarry__binding_##n, &tarry__value_##n)

#ifdef __cplusplus
}
#endif
#endif
