// The doors of src/base and a reactor backend, for models of sources that need them: memory that is
// checked for use after free, a clock that only moves when nobody can go on, threads of the model,
// and a wait that ends when it is woken. All are weak: a model that takes the real file gets that.
#ifndef TESTS_MODEL_WORLD_H
#define TESTS_MODEL_WORLD_H

#include "runtime/worker.h"

// world_begin: first in `begin`.
void world_begin(void);
// world_runtime makes a runtime with `count` workers that no thread runs yet, RUNNING, as far as
// idle.c, mailbox.c, ring.c and injection.c look at it.
struct tarry_runtime *world_runtime(unsigned count);
// world_name gives its parts names in reports.
void world_name(struct tarry_runtime *runtime);

#endif
