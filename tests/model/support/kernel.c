// The kernel, see kernel.h. All of it lies behind one lock, which is taken in one step; who waits in
// epoll sleeps on a signal of that epoll, and looks again.
#include "kernel.h"

#include "base/lock.h"
#include "base/system.h"
#include "model.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

enum { FILES_MAX = 10, DESCRIPTORS_MAX = 10, WATCHES_MAX = 6, BYTES_MAX = 32 };

enum kind { NOTHING, STREAM, COUNTER, EPOLL, PLACEHOLDER };

struct watch {
    struct kernel_file *of;
    int fd;
    uint32_t events; // 0: disabled, by EPOLLONESHOT
    uint64_t key;
    bool ready; // to be looked at by the next wait
};

struct kernel_file {
    enum kind kind;
    unsigned references;
    char bytes[BYTES_MAX];
    unsigned begin, end; // of a stream
    bool shut;
    bool counts; // a counter
    struct watch watches[WATCHES_MAX];
    struct model_signal wakes; // who waits, of an epoll
};

static _Atomic uint32_t lock;
static struct kernel_file files[FILES_MAX];
static unsigned file_count;
static struct kernel_file *descriptors[DESCRIPTORS_MAX];

void kernel_begin(void) {
    lock = 0;
    file_count = 0;
    memset(files, 0, sizeof files);
    memset(descriptors, 0, sizeof descriptors);
    model_name(&lock, sizeof lock, "kernel");
    for (int i = 0; i < FILES_MAX; i++) {
        model_name(&files[i].wakes, sizeof files[i].wakes, "epoll");
    }
}

// ---- under the lock ----

static struct kernel_file *file_of(int fd) {
    return fd >= 0 && fd < DESCRIPTORS_MAX ? descriptors[fd] : NULL;
}

static int open_one(enum kind kind) {
    CHECK(file_count < FILES_MAX);
    struct kernel_file *file =
        &files[file_count++]; // a new one: the last one's other end may be in use
    int fd = 0;
    while (descriptors[fd]) {
        fd++;
        CHECK(fd < DESCRIPTORS_MAX);
    }
    file->kind = kind;
    file->references = 1;
    descriptors[fd] = file;
    return fd;
}

static uint32_t events_of(const struct kernel_file *file) {
    switch (file->kind) {
    case STREAM:
        return EPOLLOUT | (file->begin < file->end || file->shut ? EPOLLIN : 0u) |
               (file->shut ? EPOLLRDHUP : 0u);
    case COUNTER:
        return file->counts ? EPOLLIN : 0;
    default:
        return 0;
    }
}

// Returns which epolls have to be signalled when the lock has been given: a bit each.
static unsigned tell(const struct kernel_file *file) {
    unsigned epolls = 0;
    for (unsigned i = 0; i < FILES_MAX; i++) {
        for (unsigned j = 0; files[i].kind == EPOLL && j < WATCHES_MAX; j++) {
            struct watch *watch = &files[i].watches[j];
            if (watch->of == file && events_of(file) & watch->events) {
                watch->ready = true;
                epolls |= 1u << i;
            }
        }
    }
    return epolls;
}

static void forget(const struct kernel_file *file) {
    for (unsigned i = 0; i < FILES_MAX; i++) {
        for (unsigned j = 0; j < WATCHES_MAX; j++) {
            if (files[i].watches[j].of == file) {
                files[i].watches[j] = (struct watch){0};
            }
        }
    }
}

static int close_one(int fd) {
    struct kernel_file *file = file_of(fd);
    if (!file) {
        return -EBADF;
    }
    descriptors[fd] = NULL;
    if (--file->references == 0) {
        forget(file);
        file->kind = NOTHING;
    }
    return 0;
}

static struct watch *watch_of(struct kernel_file *epoll, const struct kernel_file *file, int fd) {
    for (unsigned i = 0; i < WATCHES_MAX; i++) {
        if (epoll->watches[i].of == file && (!file || epoll->watches[i].fd == fd)) {
            return &epoll->watches[i];
        }
    }
    return NULL;
}

static int control(struct kernel_file *epoll, int operation, int fd,
                   const struct epoll_event *event) {
    struct kernel_file *file = file_of(fd);
    if (!file) {
        return -EBADF;
    }
    if (file->kind == PLACEHOLDER) {
        return -EBADF; // O_PATH
    }
    struct watch *watch = watch_of(epoll, file, fd);
    if (operation == EPOLL_CTL_ADD ? watch != NULL : watch == NULL) {
        return watch ? -EEXIST : -ENOENT;
    }
    if (operation == EPOLL_CTL_DEL) {
        *watch = (struct watch){0};
        return 0;
    }
    watch = watch ? watch : watch_of(epoll, NULL, fd);
    CHECK(watch);
    *watch = (struct watch){file, fd, event->events | EPOLLERR | EPOLLHUP, event->data.u64, false};
    return 0;
}

static int collect(struct kernel_file *epoll, struct epoll_event *events) {
    int count = 0;
    for (unsigned i = 0; i < WATCHES_MAX; i++) {
        struct watch *watch = &epoll->watches[i];
        uint32_t now = watch->of && watch->ready ? events_of(watch->of) & watch->events : 0;
        if (now) {
            events[count++] = (struct epoll_event){.events = now, .data.u64 = watch->key};
        }
        watch->ready = now && !(watch->events & (EPOLLET | EPOLLONESHOT));
        if (now && watch->events & EPOLLONESHOT) {
            watch->events = 0;
        }
    }
    return count;
}

static int64_t receive(int fd, char *buffer, size_t size) {
    struct kernel_file *file = file_of(fd);
    if (!file || file->kind == PLACEHOLDER) {
        return -EBADF;
    }
    CHECK(file->kind == STREAM);
    unsigned count = file->end - file->begin;
    if (count == 0) {
        return file->shut ? 0 : -EAGAIN;
    }
    count = count < size ? count : (unsigned)size;
    memcpy(buffer, file->bytes + file->begin, count);
    file->begin += count;
    return count;
}

// ---- calls ----

static void give(unsigned epolls) {
    tarry__lock_give(&lock);
    for (unsigned i = 0; i < FILES_MAX; i++) {
        if (epolls & 1u << i) {
            model_signal(&files[i].wakes);
        }
    }
}

int kernel_stream(struct kernel_file **out_other_end) {
    tarry__lock_take(&lock);
    int fd = open_one(STREAM);
    *out_other_end = descriptors[fd];
    give(0);
    return fd;
}

void kernel_send(struct kernel_file *other_end, const char *text) {
    size_t size = strlen(text);
    tarry__lock_take(&lock);
    unsigned epolls = 0;
    if (other_end->kind == STREAM) { // else that end was closed
        CHECK(other_end->end + size <= BYTES_MAX);
        memcpy(other_end->bytes + other_end->end, text, size);
        other_end->end += (unsigned)size;
        epolls = tell(other_end);
    }
    give(epolls);
}

void kernel_shut(struct kernel_file *other_end) {
    tarry__lock_take(&lock);
    other_end->shut = true;
    give(other_end->kind == STREAM ? tell(other_end) : 0);
}

unsigned kernel_open_count(void) {
    unsigned count = 0;
    for (unsigned i = 0; i < DESCRIPTORS_MAX; i++) {
        count += descriptors[i] != NULL;
    }
    return count;
}

static int open_locked(enum kind kind) {
    tarry__lock_take(&lock);
    int fd = open_one(kind);
    give(0);
    return fd;
}

int tarry__system_open(const char *path, int flags) {
    (void)path, (void)flags;
    return open_locked(PLACEHOLDER);
}

int tarry__system_eventfd(unsigned count, int flags) {
    (void)count, (void)flags;
    return open_locked(COUNTER);
}

int tarry__system_epoll_create(int flags) {
    (void)flags;
    return open_locked(EPOLL);
}

int tarry__system_close(int fd) {
    tarry__lock_take(&lock);
    int error = close_one(fd);
    give(0);
    return error;
}

void kernel_close_behind(int fd) {
    CHECK(tarry__system_close(fd) == 0);
}

int tarry__system_duplicate(int from, int to, int flags) {
    (void)flags;
    tarry__lock_take(&lock);
    close_one(to);
    descriptors[to] = descriptors[from];
    descriptors[to]->references++;
    give(0);
    return to;
}

int tarry__system_fcntl(int fd, int command, int argument) {
    (void)command, (void)argument;
    tarry__lock_take(&lock);
    int error = file_of(fd) ? 0 : -EBADF;
    give(0);
    return error;
}

int tarry__system_getsockopt(int fd, int level, int name, void *value, socklen_t *length) {
    (void)fd, (void)level, (void)length;
    if (name == TCP_ULP) {
        return -ENOPROTOOPT;
    }
    *(int *)value = IPPROTO_TCP;
    return 0;
}

ssize_t tarry__system_recv(int fd, void *buffer, size_t size, int flags) {
    (void)flags;
    tarry__lock_take(&lock);
    ssize_t result = (ssize_t)receive(fd, buffer, size);
    give(0);
    return result;
}

// Only to a counter.
ssize_t tarry__system_write(int fd, const void *buffer, size_t size) {
    (void)buffer;
    tarry__lock_take(&lock);
    struct kernel_file *file = file_of(fd);
    CHECK(file && file->kind == COUNTER);
    file->counts = true;
    give(tell(file));
    return (ssize_t)size;
}

int tarry__system_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    tarry__lock_take(&lock);
    struct kernel_file *file = file_of(epoll);
    CHECK(file && file->kind == EPOLL);
    int error = control(file, operation, fd, event);
    struct watch *watch =
        error || operation == EPOLL_CTL_DEL ? NULL : watch_of(file, file_of(fd), fd);
    bool ready = watch && events_of(watch->of) & watch->events;
    if (ready) { // as the kernel looks when it is asked
        watch->ready = true;
    }
    give(ready ? 1u << (file - files) : 0);
    return error;
}

int tarry__system_epoll_wait(int epoll, struct epoll_event *events, int max, int64_t timeout_ns) {
    CHECK(max >= WATCHES_MAX);
    for (;;) {
        tarry__lock_take(&lock);
        struct kernel_file *file = file_of(epoll);
        int count = collect(file, events);
        give(0);
        if (count > 0 || timeout_ns == 0) {
            return count;
        }
        if (!model_wait(&file->wakes, timeout_ns > 0)) {
            return 0;
        }
    }
}

// ---- what is not of sockets, of streams that are read, or of epoll ----

#define NOT_HERE(result, name, ...)                                                                \
    result tarry__system_##name(__VA_ARGS__) {                                                     \
        CHECK(!#name);                                                                             \
    }

NOT_HERE(int, file_type, int fd)
NOT_HERE(int, poll_once, int fd, short events, int timeout_ms)
NOT_HERE(ssize_t, read, int fd, void *buffer, size_t size)
NOT_HERE(ssize_t, read_nowait, int fd, void *buffer, size_t size)
NOT_HERE(ssize_t, send, int fd, const void *buffer, size_t size, int flags)
NOT_HERE(ssize_t, write_nowait, int fd, const void *buffer, size_t size, bool quiet)
NOT_HERE(int, accept, int fd, struct sockaddr *address, socklen_t *length, int flags)
NOT_HERE(int, connect, int fd, const struct sockaddr *address, socklen_t length)
