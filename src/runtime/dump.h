// The report of tasks that have not ended: each with the chain of its awaits as file:line, indented
// under the task whose scope it belongs to.
#ifndef TARRY_RUNTIME_DUMP_H
#define TARRY_RUNTIME_DUMP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct tarry_function;

struct tarry_runtime;
struct tarry_worker;

// tarry__dump writes `title` and the tree of tasks of the current run to `out`. On worker 0,
// between two tasks.
void tarry__dump(struct tarry_runtime *runtime, FILE *out, const char *title);

// tarry__dump_who_hangs names, on stderr, the task that `worker`, the calling thread's, runs and does
// not come back from. In signal handlers.
void tarry__dump_who_hangs(const struct tarry_worker *worker);

// tarry__dump_running writes one line about the task that runs on the calling thread: the chain of
// awaits that led to where it was last resumed, and the task that started it.
void tarry__dump_running(FILE *out);

// tarry__dump_busy names, on stderr, what a worker has been running for so long.
void tarry__dump_busy(unsigned worker_index, const struct tarry_function *function, int64_t ns);

// tarry__dump_forked says, on stderr, that a process made by fork goes on as a task does; NULL: as another thread of the
// runtime. With another thread's locks of stdio, maybe, in it.
void tarry__dump_forked(const struct tarry_function *function);

// tarry__runtime_stop_world keeps the other workers from starting another task, and waits until
// each has come to a stop: true; or until the time is up: false. tarry__runtime_start_world lets
// them go on. On worker 0, between two tasks.
bool tarry__runtime_stop_world(struct tarry_runtime *runtime, int64_t patience_ns);
void tarry__runtime_start_world(struct tarry_runtime *runtime);

#endif
