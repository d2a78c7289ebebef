// The system call door: every system call of the runtime and the library goes through here, so that
// a test can make the n-th one fail and a simulated kernel can stand in its place. (io_uring's own
// calls are made by liburing; for them the table of reactor functions is the door.)
//
// Every function returns what the call returns, >= 0, or -errno. EINTR is retried inside, with
// three exceptions that say so. All are safe from any thread.
#ifndef TARRY_BASE_SYSTEM_H
#define TARRY_BASE_SYSTEM_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

// A test's fault injector: called before each system call with its name ("read", "epoll_ctl", ...);
// returns 0 to let it through, or the errno it shall fail with. NULL: none. Set it while no runtime
// runs.
typedef int tarry__system_fault(const char *name);
void tarry__system_fault_set(tarry__system_fault *fault);
// tarry__system_fails asks it, for what is not called here: 0, or the errno to fail with.
int tarry__system_fails(const char *name);

ssize_t tarry__system_read(int fd, void *buffer, size_t size);
ssize_t tarry__system_write(int fd, const void *buffer, size_t size);
ssize_t tarry__system_readv(int fd, const struct iovec *parts, int count);
ssize_t tarry__system_writev(int fd, const struct iovec *parts, int count);
ssize_t tarry__system_recv(int fd, void *buffer, size_t size, int flags);
ssize_t tarry__system_send(int fd, const void *buffer, size_t size, int flags);

// One attempt at the file position that never waits (RWF_NOWAIT): -EAGAIN when it would have to,
// -EOPNOTSUPP where the file or the kernel cannot tell. `quiet`: without a SIGPIPE, of sockets too (since Linux 6.18).
ssize_t tarry__system_read_nowait(int fd, void *buffer, size_t size);
ssize_t tarry__system_write_nowait(int fd, const void *buffer, size_t size, bool quiet);
int tarry__system_file_type(int fd); // S_IFREG, S_IFIFO, ...
int tarry__system_open(const char *path, int flags);
int tarry__system_duplicate(int from, int to, int flags); // dup3

// tarry__system_close: EINTR counts as closed (on Linux it is), never retried.
int tarry__system_close(int fd);
int tarry__system_fcntl(int fd, int command, int argument);
int tarry__system_poll_once(int fd, short events, int timeout_ms); // revents, 0 when the time is up

int tarry__system_socket(int family, int type, int protocol);
int tarry__system_bind(int fd, const struct sockaddr *address, socklen_t length);
int tarry__system_listen(int fd, int backlog);
int tarry__system_accept(int fd, struct sockaddr *address, socklen_t *length, int flags);
// tarry__system_connect: an interrupted connect goes on by itself, so EINTR is returned as
// -EINPROGRESS.
int tarry__system_connect(int fd, const struct sockaddr *address, socklen_t length);
int tarry__system_shutdown(int fd, int how);
int tarry__system_getsockopt(int fd, int level, int name, void *value, socklen_t *length);
int tarry__system_setsockopt(int fd, int level, int name, const void *value, socklen_t length);
int tarry__system_getsockname(int fd, struct sockaddr *address, socklen_t *length);

int tarry__system_eventfd(unsigned count, int flags);
int tarry__system_epoll_create(int flags);
int tarry__system_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
// tarry__system_epoll_wait: timeout_ns 0 polls, -1 waits for ever; nanoseconds where the kernel can
// (epoll_pwait2), else rounded up to milliseconds. EINTR is returned, so that a caller who has a
// deadline can look at its clock.
int tarry__system_epoll_wait(int epoll, struct epoll_event *events, int max, int64_t timeout_ns);

int tarry__system_sigaction(int signal, const struct sigaction *action, struct sigaction *out_old);
// The process's first thread: whether this is it, and a signal for it. In signal handlers too.
bool tarry__system_on_first_thread(void);
int tarry__system_signal_first_thread(int signal);
int tarry__system_process(void); // its number
int tarry__system_random(void *buffer, size_t size);
int tarry__system_cpu_count(void); // those this process may run on, at least 1
int tarry__system_cpu(void);       // the number of the one the calling thread runs on; -1: unknown
// tarry__system_move_behind_cpu moves the calling thread to the count-th of them behind `cpu`, and
// lets it go where it likes from there.
void tarry__system_move_behind_cpu(int cpu, unsigned count);
void tarry__system_yield(void); // lets another thread run

// tarry__system_barrier has every other thread of this process pass a full memory barrier: what each
// did before that has been seen by the time this returns, and what it does later sees what was done
// before the call. tarry__system_barrier_prepare comes first, once; both fail where there is no
// membarrier(2).
int tarry__system_barrier_prepare(void);
int tarry__system_barrier(void);

#endif
