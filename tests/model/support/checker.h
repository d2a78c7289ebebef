// The checker: explores every execution of a model, of unchanged source files of the runtime.
//
// The seam is the compiler's: the files are compiled with -fsanitize=thread, which puts a call
// before each access to memory and in place of each atomic operation, and linked with our functions
// under those names (instrumentation.c) instead of with ThreadSanitizer's. So the atomics door, or
// any other source, knows nothing of the checker.
//
// Four parts, each in the file of its name:
//   - instrumentation.c: the compiler's calls, turned into operations
//   - explore.c: threads, as coroutines of one thread; which one goes next; all the decisions
//   - memory.c: what an atomic load may see; what happens before what; races of plain accesses;
//     use after free
//   - report.c: the steps of a failing execution, with source lines
//
// An execution is a row of operations, one at a time, each followed by what its thread does up to
// its next one. At each operation the checker decides which thread goes on (a decision of kind
// thread), and in a load which store it sees (a decision of kind value). It runs the model again
// and again, repeating the decisions of the last execution up to the deepest one that has an
// alternative left (stateless depth-first search). Orders that differ only in independent
// operations (on different locations, or both loads) are run once: sleep sets, and backtracking
// points from races, as in Abdulla et al., "Optimal Dynamic Partial Order Reduction" (source-DPOR).
//
// Memory is C11's, after the operational reading of it (views; Kang et al., POPL 2017, without
// promises; as the tools CDSChecker, Relacy and loom do it): each location keeps all the stores ever
// made to it, in the order they were made. A load may see any of them that is not older than one it
// is known to have been overwritten by: known by what happens before it. A seq_cst load sees nothing
// older than the last seq_cst store. A store or exchange that releases hands on all that its thread
// knows, a load that acquires takes it over; exchanges and the like see the newest store, and hand
// on what that handed on (C++20's release sequences).
// Not looked at: stores that become visible in another order than they were made in (the litmus
// test 2+2W), and loads that see what is stored later (load buffering, which no compiler does).
//
// Plain accesses must be ordered by happens-before with every other access to the same bytes of
// which one is a write: if not in one execution, that is a failure. So they need no decisions.
#ifndef TESTS_MODEL_CHECKER_H
#define TESTS_MODEL_CHECKER_H

#include "model.h"

enum {
    THREADS_MAX = 6,
    LOCATIONS_MAX = 256,
    EVENTS_MAX = 4000, // of one execution; with more, it is said not to end
    NOBODY = 255,      // the thread of `begin` and `end`
};

struct clock {
    uint32_t of[THREADS_MAX];
};

struct location;

enum operation_kind {
    OPERATION_START, // of a thread; touches nothing
    OPERATION_LOAD,
    OPERATION_STORE,
    OPERATION_CHANGE, // exchange, fetch_x, compare_exchange
    OPERATION_AWAIT,  // an exchange that waits until the location is `awaited`
    OPERATION_SPIN,   // waits until there is a newer store than `index`
};

struct operation {
    enum operation_kind kind;
    struct location *location;
    const void *pc;
    bool awaits_zero; // AWAIT: for 0, else for anything else
    bool timed;       // AWAIT
    unsigned index;   // SPIN
};

// ---- explore.c ----

// explore_begin: the calling thread is about to do `operation`. Returns when it is its turn. Outside
// of the model's threads: at once.
void explore_begin(struct operation operation);
// explore_choose decides for one of `count`.
unsigned explore_choose(unsigned count);
unsigned explore_me(void);
const struct model_bounds *explore_bounds(void);
bool explore_is_timed_out(void); // the AWAIT that explore_begin let go on ended by itself
bool explore_is_local(uintptr_t address);
const char *explore_thread_name(unsigned thread);
// explore_stale: one more load may see something old.
bool explore_may_be_stale(void);
void explore_was_stale(void);
bool explore_spends_spurious(void);

// ---- memory.c ----

enum order { RELAXED, ACQUIRE, RELEASE, ACQ_REL, SEQ_CST };

void memory_reset(unsigned threads);
struct location *memory_location(const volatile void *place, size_t size, const void *pc);
uint64_t memory_newest(const struct location *location); // what real memory holds
uintptr_t memory_address(const struct location *location);
unsigned memory_number(const struct location *location);
unsigned memory_last_index(struct location *location);

uint64_t memory_load(struct location *location, enum order order, const void *pc);
void memory_store(struct location *location, uint64_t value, enum order order, const void *pc);
// memory_change: one atomic step from the newest value to change(old, argument).
uint64_t memory_change(struct location *location, uint64_t (*change)(uint64_t, uint64_t),
                       uint64_t argument, enum order order, const void *pc);
bool memory_compare_exchange(struct location *location, uint64_t *expected, uint64_t value,
                             enum order success, enum order failure, bool weak, const void *pc);
void memory_plain(uintptr_t address, size_t size, bool writes, const void *pc);
// memory_seen: the calling thread's next load of the location sees nothing older than `index`.
void memory_seen(struct location *location, unsigned index);
// The location that the calling thread has loaded last, and what it saw.
struct location *memory_last_load(unsigned *out_index);
void memory_freed(uintptr_t address, size_t size);

// ---- report.c ----

void report_reset(void);
void report_name(uintptr_t address, size_t size, const char *name);
void report_step(const char *what, uintptr_t address, uint64_t value, bool stale, const void *pc);
_Noreturn void report_failure(const char *kind, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *report_place(uintptr_t address); // by its name; overwritten by the fourth next call
const char *report_line(const void *pc);

#endif
