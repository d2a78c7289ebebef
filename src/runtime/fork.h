// A process made by fork(2) has a copy of its parent's runtimes, but of all their threads only the one that called it, and the
// rings, epolls and eventfds in it are the parent's: what the child wrote into a ring, the parent would give to the kernel,
// with the child's addresses. So the child may do nothing there but call exec or _exit, and what else it tries is told:
//   1. a runtime remembers in which process it was made: how many forks led to it
//   2. in a child, before fork returns in it (pthread_atfork), that number is one more. All runtimes there were are foreign
//      now, for ever. If the thread is a worker, each of its runtime's reactors becomes one whose every function reports
//      (reactor/forked.c), and its loop is told by an order, for waits that need no reactor
//   3. a worker reports before its next task, or when a task comes to the reactor; a thread of the blocking pool, when its call
//      has returned. The report names the task, and aborts: neither can go on, and neither can anything be returned to it
//   4. from outside, tarry_runtime_run refuses a foreign runtime, and tarry_runtime_free leaves it as it is; tarry_close is
//      close(2) alone
// Runtimes made in the child are whole. vfork, posix_spawn and system(3) come to none of this.
#ifndef TARRY_RUNTIME_FORK_H
#define TARRY_RUNTIME_FORK_H

#include <stdbool.h>
#include <stdint.h>

struct tarry_runtime;

// tarry__fork_watch sees to 2 from now on, and returns the number of 1 for a new runtime. Any thread.
uint32_t tarry__fork_watch(void);

// tarry__fork_is_foreign: whether the runtime is a copy of another process's. Any thread.
bool tarry__fork_is_foreign(const struct tarry_runtime *runtime);
// tarry__fork_here: whether the calling thread is a worker of such a one.
bool tarry__fork_here(void);

// tarry__fork_report says what went on in a child, and where, and aborts. On the thread that forked.
_Noreturn void tarry__fork_report(void);

#endif
