// What a model calls. A model is a small program of two or three threads that use a lock-free part
// of Tarry; the checker runs it in every order its threads can take turns, and with every value the
// C11 memory model lets an atomic load see. See checker.h for how, and docs/testing.md.
//
//     static void begin(void) { ...; model_thread("owner", owner, NULL); model_thread(...); }
//     static void end(void) { CHECK(...); }
//     int main(void) { model_run("two thieves", begin, end, NULL); }
//
// A run of a model must be deterministic but for what the checker decides: no time, no addresses as
// values, memory from model_memory_new.
#ifndef TESTS_MODEL_MODEL_H
#define TESTS_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Without bounds every order is looked at that differs in more than the order of independent steps.
// With `preemptions`, only those in which threads that could go on are stopped so many times, and
// with `stale` so many loads that see something older than the newest value.
struct model_bounds {
    bool bounded;
    unsigned preemptions;
    unsigned stale;
    unsigned spurious; // failures of weak compare-exchanges for each thread, in either case
    unsigned timeouts; // waits with a time limit that end before they have to, for each thread
};

// model_run explores: `begin` makes the shared state and the threads, `end` looks at it when all
// have ended. Prints one line; a failure is reported with the steps that led to it, and exits with
// status 1. NULL: no bounds, no spurious failures.
void model_run(const char *name, void (*begin)(void), void (*end)(void),
               const struct model_bounds *bounds);

// model_thread adds a thread. Only in `begin`.
void model_thread(const char *name, void (*function)(void *argument), void *argument);
// model_me: the number of the calling thread, in the order of model_thread.
unsigned model_me(void);
// model_name gives the bytes at `place` a name in reports. Only in `begin`, and for each run.
void model_name(const volatile void *place, size_t size, const char *name);
// model_thread_local: these bytes are each thread's own; all zero in the beginning. Only in `begin`.
void model_thread_local(void *place, size_t size);

// Memory that is checked for use after free.
void *model_memory_new(size_t size, size_t alignment);
void model_memory_free(void *memory, size_t size);

// model_choose: every number below `count` is tried.
unsigned model_choose(unsigned count);

// A place to sleep on: model_signal lets one wait, the one in progress or the next, come back (a
// binary semaphore; what is signalled twice counts once). model_wait without `timed` waits for a
// signal: if none can come any more, that is a deadlock and a failure. With it, it may also end by
// itself, false: when nothing else can go on, and `timeouts` times earlier.
struct model_signal {
    _Atomic(uint32_t) set;
};
void model_signal(struct model_signal *signal);
bool model_wait(struct model_signal *signal, bool timed);

// The same with bits, that add up until a wait takes them all.
void model_signal_bits(struct model_signal *signal, uint32_t bits);
uint32_t model_wait_bits(struct model_signal *signal);

// A spin lock in one step each. Behind base/lock.h, unless that is what is looked at.
void model_lock_take(_Atomic(uint32_t) *lock);
void model_lock_give(_Atomic(uint32_t) *lock);

// model_spin: the thread does nothing before the last atomic it has read is written again.
void model_spin(void);

#define CHECK(condition) ((condition) ? (void)0 : model_fail(#condition, __FILE__, __LINE__))
_Noreturn void model_fail(const char *what, const char *file, unsigned line);

// model_is_long: whether there is time for large models (LONG is in the environment).
bool model_is_long(void);

#endif
