// Reading and writing descriptors. A descriptor is an int, as everywhere: sockets, pipes, terminals, eventfds and the like,
// files too; opened by whomever, in blocking mode or not. Tarry never changes the mode of a descriptor it did not make, and
// does not depend on it: what has to wait makes the task wait, never its worker.
//
//     char buffer[4096];
//     ssize_t n = await tarry_read(fd, buffer, sizeof buffer);        // > 0 bytes, 0 end of stream, < 0 -errno
//     if (n > 0) {
//         n = await tarry_write_all(fd, buffer, (size_t)n);
//     }
//
// Any number of tasks may wait on one descriptor, in either direction. A buffer belongs to the wait until it ends, also when
// it is cancelled. A cancelled wait returns -ECANCELED, or what had already happened; it never loses bytes.
//
// SIGPIPE: writing to a socket never raises it. For pipes a program with an async main ignores it, unless it was started
// with another disposition than SIG_DFL: the write returns -EPIPE. Who makes a runtime of his own decides it himself.
//
// Exceptions to "never its worker", of which all but the last go away with a newer kernel or io_uring: under epoll, pipes
// (Linux < 6.4) and terminals in blocking mode, and listeners in blocking mode, are read, written or accepted from when
// poll(2) says that they are ready; if another *process* takes what was there in between, the worker waits for more. Where
// several processes read from or write to one such descriptor, have them use non-blocking mode.
#ifndef TARRY_IO_H
#define TARRY_IO_H

#include <sys/types.h>

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a wait for a descriptor keeps. Private.
struct tarry_io_wait {
    uint64_t space[9];
};

struct tarry_read__future {
    ssize_t result;
    unsigned short state;
    int fd;
    void *buffer;
    size_t size;
    struct tarry_io_wait wait;
};
bool tarry_read__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_read__function;

// tarry_read reads what is there, at least one byte and at most `size`, waiting for it if there is nothing. Returns how many
// bytes; 0 at the end of the stream (a peer that has closed, or shut down writing); else -errno: -ECONNRESET, -EBADF,
// -ECANCELED with nothing read. Files are read at their position. Suspends. Cancellable. Any task.
_Async ssize_t tarry_read(int fd, void *buffer, size_t size) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_read_exact__future {
    ssize_t result;
    unsigned short state;
    int fd;
    void *buffer;
    size_t size;
    size_t *done;
    size_t count;
    struct tarry_io_wait wait;
};
bool tarry_read_exact__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_read_exact__function;

// tarry_read_exact reads until the buffer holds `size` bytes. *done, of the caller's, says how many of them it holds: 0
// before the first call, and behind each call, however that ended, as many as have been taken from the descriptor.
// Returns `size`; fewer, which is *done, at the end of the stream; else -errno as tarry_read does. After an error or
// -ECANCELED the same call with the same *done goes on from there: no byte is lost, and none read twice. Unlike Tokio's
// read_exact, which loses what it has read when it is cancelled. `done` may be NULL for who never goes on. Suspends.
// Cancellable. Any task; two tasks that read at the same time share the bytes between them.
//
//     size_t done = 0;
//     within (TARRY_SEC(1)) {
//         n = await tarry_read_exact(fd, &message, sizeof message, &done);
//     } else {
//         ...                                                              // it is late: tell somebody, and go on:
//         n = await tarry_read_exact(fd, &message, sizeof message, &done);
//     }
_Async ssize_t tarry_read_exact(int fd, void *buffer, size_t size,
                                size_t *done) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_write__future {
    ssize_t result;
    unsigned short state;
    int fd;
    const void *buffer;
    size_t size;
    struct tarry_io_wait wait;
};
bool tarry_write__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_write__function;

// tarry_write writes as much as there is room for, at least one byte and at most `size`, waiting for room if there is none.
// Returns how many bytes; else -errno: -EPIPE (the reader has gone), -ECONNRESET, -EBADF, -ECANCELED with nothing
// written. Suspends. Cancellable. Any task.
_Async ssize_t tarry_write(int fd, const void *buffer, size_t size) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_write_all__future {
    ssize_t result;
    unsigned short state;
    int fd;
    const void *buffer;
    size_t size;
    size_t written;
    struct tarry_io_wait wait;
};
bool tarry_write_all__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_write_all__function;

// tarry_write_all writes all `size` bytes. Returns `size`, or -errno as tarry_write does, some of the bytes perhaps being
// written: who has to know how many calls tarry_write in a loop of his own. Suspends. Cancellable. Any task; two tasks
// that write at the same time mix their bytes.
_Async ssize_t tarry_write_all(int fd, const void *buffer,
                               size_t size) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_close closes a descriptor. Every wait on it, of any task on any worker of this runtime, ends with -ECANCELED (or
// with what had already happened; one that was just beginning perhaps with -EBADF) before its number is given to anybody
// else. Returns 0; -EBADF; -ENOMEM with nothing closed;
// -EIO and the like from close(2), the descriptor being closed all the same. An ordinary function: never suspends. From any
// worker of the runtime whose tasks wait; on other threads it is close(2). Closing a descriptor that tasks wait on by other
// means (close(2), fclose) leaves them waiting; and a read of the next file of that number may wait until poll(2) calls it
// ready, which a FIFO without a writer is not, though the read would return.
int tarry_close(int fd);

// A buffered reader over a descriptor. It lies where the caller puts it. One task at a time. Every field is private.
struct tarry_reader {
    char *buffer;
    uint32_t size;
    uint32_t start;   // what was read and not yet taken: from here
    uint32_t end;     // to here
    uint32_t scanned; // of which the delimiter is not in what lies before this
    int fd;
    uint16_t worker; // on which it waited last
    bool ended : 1;  // the stream has
    bool pooled : 1;
    bool watched : 1; // there, the descriptor is
    bool refused : 1; // to be watched
};

// tarry_reader returns a reader of `fd` that keeps what it has read ahead in `buffer`, which is the caller's. `size` is the
// longest line it can give in one piece, and must not be 0. To be done with it is to forget it. A reader is for one open
// descriptor: make a new one for a new connection, whatever its number. An ordinary function: never suspends. Any thread.
struct tarry_reader tarry_reader(int fd, void *buffer, size_t size);

// The longest line a pooled reader can give in one piece.
#define TARRY_READER_SIZE 4096

// tarry_reader_pooled returns a reader of `fd` without a buffer of its own. When there is something to read it borrows one of
// TARRY_READER_SIZE bytes from its worker, and gives it back in the first call that finds nothing left in it and has
// to wait, or that tells the end or an error: so a connection on which nothing happens has none. -ENOMEM of
// tarry_read_until: there was none; nothing is lost, and a later call goes on. Call tarry_reader_destroy when done with it.
//
// The descriptor is watched while it is read from again and again, and io_uring keeps it open for that: close it with
// tarry_close. What follows urgent data (MSG_OOB) may be read only when more comes. An ordinary function: never suspends. Any
// thread.
//
//     struct tarry_reader in = tarry_reader_pooled(connection);
//     defer tarry_reader_destroy(&in);
struct tarry_reader tarry_reader_pooled(int fd);

// tarry_reader_destroy gives back what a pooled reader may have borrowed, and what was read and not taken with it. Zeroed, again,
// and readers that are not pooled are fine. An ordinary function: never suspends. Any thread.
void tarry_reader_destroy(struct tarry_reader *reader);

struct tarry_read_until__future {
    ssize_t result;
    unsigned short state;
    struct tarry_reader *reader;
    int delimiter;
    char **out_line;
    struct tarry_io_wait wait;
};
bool tarry_read_until__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_read_until__function;

// tarry_read_until takes everything up to and with the next `delimiter` from the reader. Returns its length, the delimiter
// counted, and points *out_line at it: in the reader's buffer, until the next call. What is left at the end of the stream
// without a delimiter is returned as it is, and after that 0. A line that is longer than the buffer comes in pieces of the
// buffer's size that do not end with the delimiter, and a last one that does. -errno as tarry_read, -EINVAL for a buffer of
// size 0; whatever was read before stays in the reader, and a later call goes on from there, also after -ECANCELED.
// Suspends. Cancellable. Any task, one at a time for each reader.
_Async ssize_t tarry_read_until(struct tarry_reader *reader, int delimiter,
                                char **out_line) TARRY__LIBRARY TARRY__MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
