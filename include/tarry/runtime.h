// The runtime as an object: for programs that are not async from main on, and for libraries. An
// `async int main` needs nothing of this; it is started with the default options, from the
// environment:
//
//     TARRY_WORKERS=N             how many workers (threads that run tasks), 1 to 1024;
//                                 default: as many as processors
//     TARRY_REACTOR=uring|epoll   what waits for descriptors; default: io_uring if the system
//                                 allows it, else epoll. epoll makes no io_uring call at all
//     TARRY_BLOCKING_THREADS=N    how many calls `await blocking(...)` runs at the same time, at
//                                 most, 1 to 65536; default: 512
//     TARRY_BLOCKING_IDLE=MS      milliseconds after which a thread of the blocking pool that has
//                                 nothing to do ends, 0 to 1000000000; default: 10000
//     TARRY_REPORT_BUSY=MS        milliseconds that a task may keep its worker before a report
//                                 names it, 1 to 1000000000; default, and 0: no reports
//
// An empty one counts as not set; a bad one ends the program with status 2, and says why.
// Several runtimes may live side by side in one process; they share nothing.
//
// Threads and signals. The thread that calls tarry_runtime_run is worker 0 and keeps its signal
// mask. The other workers and the blocking pool's threads block every signal but the faults
// (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS) and SIGPROF, so that a process's signals go to
// the program's own threads.
//
// fork: a child may call exec or _exit; all descriptors of the runtime are close-on-exec. It may also make a runtime of its
// own, or call async functions as plain C does. Of its parent's runtimes it has no thread but the one that called fork, and
// their descriptors are the parent's: a task, or a blocking call, that goes on in the child ends the child when it comes
// to an await that has to wait, or to its end, with a report on stderr and SIGABRT; tarry_runtime_run refuses there; tarry_close is
// close(2). So who wants to be a daemon calls daemon(3) before: in a plain main. A child of a worker that is not
// worker 0, or of the blocking pool, begins with the signals blocked that those threads block.
//
// What a runtime started with has to stay: its descriptors, so closefrom(3) and the like come before it is made; and its
// system calls. A program that forbids itself some (seccomp) while it runs leaves it epoll_wait, epoll_pwait2 and epoll_ctl,
// or io_uring_enter and io_uring_register, or is started with TARRY_REACTOR=epoll; what was refused from the start is
// found out and done without. Without them it says so, once, on stderr; its timers go on, but tasks that wait for a descriptor
// wait for ever, and a worker that was asleep then may not be woken any more.
#ifndef TARRY_RUNTIME_H
#define TARRY_RUNTIME_H

#include <tarry/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_runtime;

enum tarry_reactor_kind {
    TARRY_REACTOR_DEFAULT = 0, // TARRY_REACTOR, else io_uring if a ring can be made, else epoll
    TARRY_REACTOR_URING = 1,
    TARRY_REACTOR_EPOLL = 2,
};

struct tarry_options {
    unsigned workers; // 0: TARRY_WORKERS, else the number of processors
    enum tarry_reactor_kind reactor;
    // Nanoseconds from tarry_runtime_stop to a report, on stderr, of the tasks that have not ended.
    // 0: 5 seconds. INT64_MAX: no report.
    int64_t grace;
    // The blocking pool: how many threads at most, 0: TARRY_BLOCKING_THREADS, else 512. Calls
    // beyond that wait in a queue, first come, first served; names of hosts are looked up there
    // too.
    unsigned blocking_threads;
    // Nanoseconds after which a thread of it that has nothing to do ends. 0: TARRY_BLOCKING_IDLE,
    // else 10 seconds. INT64_MAX: none ever does.
    int64_t blocking_idle;
    // Nanoseconds that a task may run without coming to an await before a report, on stderr, names
    // it; others follow, after twice as long each. It keeps its worker from everything else
    // meanwhile: whoever waits there for a timer or a descriptor waits for it too. 0:
    // TARRY_REPORT_BUSY, in milliseconds, else no reports. Another worker has to have nothing to do
    // for a moment to notice: with one worker there are none.
    int64_t report_busy;
};

// tarry_runtime_new starts a runtime: its threads wait for work from now on. `options` may be NULL.
// Returns 0; -EINVAL for a bad option or environment variable; -ENOMEM, -EMFILE, -EAGAIN, ... when
// the system has not enough. When some, but not all of the threads can be started, it runs with
// those.
int tarry_runtime_new(const struct tarry_options *options, struct tarry_runtime **out_runtime);

// tarry_runtime_run runs an async function on a runtime, and blocks the calling thread, which is
// its worker 0 meanwhile, until that function has ended, and with it everything it started.
// `future` has state 0 and its arguments written and is copied; the result is written to
// `out_result` unless NULL. Returns 0; -EBUSY if this runtime runs already, which it does for all
// async code on it; -EPERM if it was made before fork(2) made this process; -ENOMEM, or -EMFILE and the like when another thread than the last one calls
// and its reactor cannot be made anew (the runtime can only be freed then). A runtime may run many
// functions, one after another, from any thread.
int tarry_runtime_run(struct tarry_runtime *runtime, const struct tarry_function *function,
                      const void *future, void *out_result);

// tarry_runtime_stop cancels what tarry_runtime_run runs, now or next: every wait in it returns
// -ECANCELED. Returns at once. From any thread, and from signal handlers; the runtime must not be
// freed meanwhile.
void tarry_runtime_stop(struct tarry_runtime *runtime);

// tarry_dump asks for a report, on stderr, of all tasks that a runtime runs, each with its chain of
// awaits; NULL: of the calling thread's runtime, if it has one. Of tasks that are alike, one behind
// the other, the first is shown, the others are counted, and so are those beyond some hundred lines.
// Returns at once: worker 0 writes it, between two tasks, while the others pause. From any thread,
// and from signal handlers; the runtime must not be freed meanwhile. In a program with `async int
// main`, SIGQUIT does this, unless the program has chosen otherwise; a second one, while the first
// report has not begun because worker 0 hangs, names the task that keeps it and ends the program as
// ever.
void tarry_dump(struct tarry_runtime *runtime);

// The blocking pool at one moment.
struct tarry_blocking_pool {
    unsigned threads_max;
    unsigned threads; // there are now; they are started as they are needed
    unsigned idle;    // of these, without a call
    unsigned queued;  // calls that wait for a thread
};

// tarry_blocking_pool tells how a runtime's blocking pool is; NULL: of the calling thread's
// runtime. Returns 0; -EINVAL for NULL on a thread that has none. Never suspends. From any thread;
// the runtime must not be freed meanwhile. Unlike Tokio's, the limit can be set without code, and
// reports (tarry_dump) name the pool when calls wait.
int tarry_blocking_pool(struct tarry_runtime *runtime, struct tarry_blocking_pool *out_pool);

// tarry_runtime_free ends the runtime's threads, waits for them, and frees everything. A blocking
// call that a cancelled task no longer waits for is waited for here. NULL is fine. Not while it
// runs. In a process that fork(2) made later nothing happens.
void tarry_runtime_free(struct tarry_runtime *runtime);

#ifdef __cplusplus
}
#endif
#endif
