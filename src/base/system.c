// The system call door, see system.h.
#include "base/system.h"

#include "base/atomic.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Largest wait handed to the kernel in one piece: a year, so that no conversion overflows.
static const int64_t timeout_ns_max = INT64_C(365) * 24 * 3600 * 1000000000;

static _Atomic(tarry__system_fault *) fault_hook;
static _Atomic bool no_epoll_pwait2; // an old kernel said ENOSYS; a hint, so relaxed

void tarry__system_fault_set(tarry__system_fault *fault) {
    tarry__store(&fault_hook, fault, release);
}

// The errno to fail with, 0 for none.
static int injected(const char *name) {
    tarry__system_fault *fault = tarry__load(&fault_hook, acquire);
    return fault ? fault(name) : 0;
}

int tarry__system_fails(const char *name) {
    return injected(name);
}

static ssize_t result_of(ssize_t result) {
    return result < 0 ? -errno : result;
}

ssize_t tarry__system_read(int fd, void *buffer, size_t size) {
    int error = injected("read");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(read(fd, buffer, size));
        } while (result == -EINTR);
    }
    return result;
}

ssize_t tarry__system_write(int fd, const void *buffer, size_t size) {
    int error = injected("write");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(write(fd, buffer, size));
        } while (result == -EINTR);
    }
    return result;
}

ssize_t tarry__system_readv(int fd, const struct iovec *parts, int count) {
    int error = injected("readv");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(readv(fd, parts, count));
        } while (result == -EINTR);
    }
    return result;
}

ssize_t tarry__system_writev(int fd, const struct iovec *parts, int count) {
    int error = injected("writev");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(writev(fd, parts, count));
        } while (result == -EINTR);
    }
    return result;
}

ssize_t tarry__system_recv(int fd, void *buffer, size_t size, int flags) {
    int error = injected("recv");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(recv(fd, buffer, size, flags));
        } while (result == -EINTR);
    }
    return result;
}

ssize_t tarry__system_send(int fd, const void *buffer, size_t size, int flags) {
    int error = injected("send");
    ssize_t result = -error;
    if (!error) {
        do {
            result = result_of(send(fd, buffer, size, flags));
        } while (result == -EINTR);
    }
    return result;
}

#if defined(SYS_preadv2) && defined(SYS_pwritev2)
// By number: the C library's own functions are younger than the calls.
static ssize_t nowait(long number, const struct iovec *part, int fd, int more_flags) {
    const int rwf_nowait = 8;
    const long here = -1;
    ssize_t result;
    do {
        result =
            result_of(syscall(number, (long)fd, part, 1L, here, here, rwf_nowait | more_flags));
    } while (result == -EINTR);
    return result == -ENOSYS || result == -EINVAL ? -EOPNOTSUPP : result;
}
#else
#define SYS_preadv2 0
#define SYS_pwritev2 0
static ssize_t nowait(long number, const struct iovec *part, int fd, int more_flags) {
    (void)number, (void)part, (void)fd, (void)more_flags;
    return -EOPNOTSUPP;
}
#endif

ssize_t tarry__system_read_nowait(int fd, void *buffer, size_t size) {
    int error = injected("read");
    struct iovec part = {buffer, size};
    return error ? -error : nowait(SYS_preadv2, &part, fd, 0);
}

ssize_t tarry__system_write_nowait(int fd, const void *buffer, size_t size, bool quiet) {
    const int rwf_nosignal = 256;
    int error = injected("write");
    struct iovec part = {(void *)(uintptr_t)buffer, size};
    return error ? -error : nowait(SYS_pwritev2, &part, fd, quiet ? rwf_nosignal : 0);
}

int tarry__system_file_type(int fd) {
    struct stat status;
    int error = injected("fstat");
    int result = error ? -error : (int)result_of(fstat(fd, &status));
    return result < 0 ? result : (int)(status.st_mode & S_IFMT);
}

int tarry__system_open(const char *path, int flags) {
    int error = injected("open");
    int result = -error;
    if (!error) {
        do {
            result = (int)result_of(open(path, flags, 0600));
        } while (result == -EINTR);
    }
    return result;
}

int tarry__system_duplicate(int from, int to, int flags) {
    int error = injected("dup3");
    int result = -error;
    if (!error) {
        do {
            result = (int)result_of(dup3(from, to, flags));
        } while (result == -EINTR || result == -EBUSY); // EBUSY: another thread opens `to` just now
    }
    return result;
}

int tarry__system_close(int fd) {
    int error = injected("close");
    if (error) {
        return -error;
    }
    int result = (int)result_of(close(fd));
    return result == -EINTR ? 0 : result;
}

int tarry__system_fcntl(int fd, int command, int argument) {
    int error = injected("fcntl");
    return error ? -error : (int)result_of(fcntl(fd, command, argument));
}

int tarry__system_poll_once(int fd, short events, int timeout_ms) {
    int error = injected("poll");
    struct pollfd entry = {.fd = fd, .events = events};
    int result = -error;
    if (!error) {
        do {
            result = (int)result_of(poll(&entry, 1, timeout_ms));
        } while (result == -EINTR);
    }
    return result > 0 ? entry.revents : result;
}

int tarry__system_socket(int family, int type, int protocol) {
    int error = injected("socket");
    return error ? -error : (int)result_of(socket(family, type, protocol));
}

int tarry__system_bind(int fd, const struct sockaddr *address, socklen_t length) {
    int error = injected("bind");
    return error ? -error : (int)result_of(bind(fd, address, length));
}

int tarry__system_listen(int fd, int backlog) {
    int error = injected("listen");
    return error ? -error : (int)result_of(listen(fd, backlog));
}

int tarry__system_accept(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    int error = injected("accept");
    int result = -error;
    if (!error) {
        do {
            result = (int)result_of(accept4(fd, address, length, flags));
        } while (result == -EINTR);
    }
    return result;
}

int tarry__system_connect(int fd, const struct sockaddr *address, socklen_t length) {
    int error = injected("connect");
    if (error) {
        return -error;
    }
    int result = (int)result_of(connect(fd, address, length));
    return result == -EINTR ? -EINPROGRESS : result;
}

int tarry__system_shutdown(int fd, int how) {
    int error = injected("shutdown");
    return error ? -error : (int)result_of(shutdown(fd, how));
}

int tarry__system_getsockopt(int fd, int level, int name, void *value, socklen_t *length) {
    int error = injected("getsockopt");
    return error ? -error : (int)result_of(getsockopt(fd, level, name, value, length));
}

int tarry__system_setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
    int error = injected("setsockopt");
    return error ? -error : (int)result_of(setsockopt(fd, level, name, value, length));
}

int tarry__system_getsockname(int fd, struct sockaddr *address, socklen_t *length) {
    int error = injected("getsockname");
    return error ? -error : (int)result_of(getsockname(fd, address, length));
}

int tarry__system_eventfd(unsigned count, int flags) {
    int error = injected("eventfd");
    return error ? -error : (int)result_of(eventfd(count, flags));
}

int tarry__system_epoll_create(int flags) {
    int error = injected("epoll_create");
    return error ? -error : (int)result_of(epoll_create1(flags));
}

int tarry__system_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    int error = injected("epoll_ctl");
    return error ? -error : (int)result_of(epoll_ctl(epoll, operation, fd, event));
}

static int wait_milliseconds(int epoll, struct epoll_event *events, int max, int64_t timeout_ns) {
    int64_t timeout_ms = timeout_ns < 0 ? -1 : (timeout_ns + 999999) / 1000000;
    return (int)result_of(
        epoll_wait(epoll, events, max, timeout_ms > INT32_MAX ? INT32_MAX : (int)timeout_ms));
}

int tarry__system_epoll_wait(int epoll, struct epoll_event *events, int max, int64_t timeout_ns) {
    int error = injected("epoll_wait");
    if (error) {
        return -error;
    }
    timeout_ns = timeout_ns > timeout_ns_max ? timeout_ns_max : timeout_ns;
#ifdef SYS_epoll_pwait2
    if (timeout_ns > 0 && !tarry__load(&no_epoll_pwait2, relaxed)) {
        struct {
            int64_t seconds, nanoseconds;
        } timeout = {timeout_ns / 1000000000, timeout_ns % 1000000000};
        int result = (int)result_of(
            syscall(SYS_epoll_pwait2, epoll, events, max, &timeout, NULL, (size_t)0));
        if (result != -ENOSYS && result != -EPERM) {
            return result;
        }
        tarry__store(&no_epoll_pwait2, true, relaxed);
    }
#endif
    return wait_milliseconds(epoll, events, max, timeout_ns);
}

int tarry__system_sigaction(int signal, const struct sigaction *action, struct sigaction *out_old) {
    int error = injected("sigaction");
    return error ? -error : (int)result_of(sigaction(signal, action, out_old));
}

bool tarry__system_on_first_thread(void) {
    return syscall(SYS_gettid) == getpid();
}

int tarry__system_process(void) {
    return getpid();
}

int tarry__system_signal_first_thread(int signal) {
    int error = injected("tgkill");
    return error ? -error : (int)result_of(syscall(SYS_tgkill, getpid(), getpid(), signal));
}

int tarry__system_random(void *buffer, size_t size) {
    int error = injected("random");
    return error ? -error : (int)result_of(getrandom(buffer, size, GRND_NONBLOCK));
}

int tarry__system_cpu_count(void) {
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
    if (count <= 0) { // more processors than the set has room for
        count = (int)sysconf(_SC_NPROCESSORS_ONLN);
    }
    return count > 0 ? count : 1;
}

int tarry__system_cpu(void) {
    return sched_getcpu();
}

// Which of them a thread is allowed is remembered apart from what its process is given (a cpuset), and limits it also when
// that is changed. So nobody's own choice is narrowed: who has all there are is given back "all", not their numbers.
static void move_back(const cpu_set_t *before) {
    cpu_set_t every, given;
    memset(&every, 0xff, sizeof every);
    sched_setaffinity(0, sizeof every, &every);
    bool had_all = sched_getaffinity(0, sizeof given, &given) == 0 && CPU_EQUAL(&given, before);
    if (!had_all) {
        sched_setaffinity(0, sizeof *before, before);
    }
}

void tarry__system_move_behind_cpu(int cpu, unsigned count) {
    cpu_set_t all, one;
    CPU_ZERO(&all);
    if (cpu < 0 || sched_getaffinity(0, sizeof all, &all) < 0 || CPU_COUNT(&all) < 2) {
        return;
    }
    count %= (unsigned)CPU_COUNT(&all);
    while (count > 0) {
        cpu = (cpu + 1) % CPU_SETSIZE;
        count -= CPU_ISSET(cpu, &all) ? 1 : 0;
    }
    if (!CPU_ISSET(cpu, &all)) {
        return;
    }
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) == 0) {
        move_back(&all);
    }
}

void tarry__system_yield(void) {
    sched_yield();
}

// <linux/membarrier.h>, which a compiler for another C library need not find.
enum { BARRIER_EXPEDITED = 1 << 3, BARRIER_REGISTER_EXPEDITED = 1 << 4 };

static int barrier(int command) {
    int error = injected("membarrier");
    return error ? -error : (int)result_of(syscall(SYS_membarrier, command, 0, 0));
}

int tarry__system_barrier_prepare(void) {
    return barrier(BARRIER_REGISTER_EXPEDITED);
}

int tarry__system_barrier(void) {
    return barrier(BARRIER_EXPEDITED);
}
