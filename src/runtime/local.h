// Task-local values inside the runtime. A binding is a link among those a task has open (link.h),
// which never changes while it is open: so whoever may read a link may read what it binds.
#ifndef TARRY_RUNTIME_LOCAL_H
#define TARRY_RUNTIME_LOCAL_H

#include <tarry/local.h>

struct tarry_task;

// tarry__task_name returns the innermost name that a task itself has, NULL if none. By itself, or
// while it stands still; names inside the arms of its races do not count then.
const char *tarry__task_name(const struct tarry_task *task);

#endif
