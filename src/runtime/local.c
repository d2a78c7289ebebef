// Task-local values, see <tarry/local.h> and local.h.
#include "runtime/local.h"

#include "runtime/link.h"
#include "runtime/worker.h"

typedef struct tarry_binding Binding;
typedef struct tarry_scope_link Link;
typedef struct tarry_task Task;

_Static_assert(sizeof(Binding) == 32, "it lies in frames compiled with another version");

static const char tarry__name_key; // what names are bound to

static Task *running(void) {
    return tarry__worker_current ? tarry__worker_running(tarry__worker_current) : NULL;
}

// ---- binding ----

void tarry_binding_open(Binding *binding, const void *local, const void *value) {
    Task *task = running();
    binding->local = task ? local : NULL;
    binding->value = value;
    if (task) {
        tarry__link_open(task, &binding->link, TARRY__LINK_BINDING, false);
    }
}

void tarry_binding_close(Binding *binding) {
    if (binding->local) {
        tarry__link_close(running(), &binding->link);
    }
}

void tarry_task_name_open(Binding *binding, const char *const *name) {
    tarry_binding_open(binding, &tarry__name_key, name);
}

// ---- asking ----

static const Binding *find_from(const Link *link, const void *local) {
    for (; link; link = link->outer) {
        const Binding *binding = (const Binding *)link; // the link is its first member
        if (link->kind == TARRY__LINK_BINDING && binding->local == local) {
            return binding;
        }
    }
    return NULL;
}

// A parent's links stand still as far as they lie around a scope its children live in.
static const void *find(const Task *task, const void *local) {
    const Link *link = task ? task->open : NULL;
    const Binding *binding = NULL;
    while (task && !(binding = find_from(link, local))) {
        link = task->scope ? &task->scope->link : NULL;
        task = task->scope ? task->scope->parent : NULL;
    }
    return binding ? binding->value : NULL;
}

void *tarry_local_find(const void *local, const void *otherwise) {
    const void *value = find(running(), local);
    return (void *)(value ? value : otherwise);
}

const char *tarry_task_name(void) {
    const char *const *name = find(running(), &tarry__name_key);
    return name ? *name : NULL;
}

const char *tarry__task_name(const Task *task) {
    const Binding *binding = find_from(task->open, &tarry__name_key);
    return binding ? *(const char *const *)binding->value : NULL;
}
