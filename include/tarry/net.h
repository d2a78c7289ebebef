// TCP, by host name and port, and what any socket can do. Sockets are ints: read, write and close them with <tarry/io.h>,
// set options with setsockopt, make other kinds with socket(2).
//
//     int listener = await tarry_tcp_listen("localhost", 50000, 0);
//     if (listener < 0) {
//         return listener;
//     }
//     parallel (clients) {
//         for (;;) {
//             int client = await tarry_accept(listener);
//             if (client == -ECANCELED) {
//                 break;
//             }
//             if (client >= 0) {
//                 spawn (clients) serve(client);
//             }
//         }
//     }
//
// Host names are looked up by getaddrinfo on the blocking pool, so hosts, DNS and whatever nsswitch.conf names all work;
// numeric addresses need neither. A lookup that failed gives: -ENOENT no such name, or no address of it; -EAGAIN the name server
// did not answer, try again; -EIO it answered with a failure; -ENAMETOOLONG; -EAFNOSUPPORT; -ENOMEM; -EINVAL; or the system
// error behind it.
#ifndef TARRY_NET_H
#define TARRY_NET_H

#include <sys/socket.h>

#include <tarry/io.h>
#include <tarry/time.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_accept__future {
    int result;
    unsigned short state;
    int listener;
    int error;
    union {
        struct tarry_io_wait wait;
        struct tarry_sleep__future pause;
    } child;
};
bool tarry_accept__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_accept__function;

// tarry_accept takes the next connection from a listening socket. Returns its descriptor, in non-blocking mode and
// close-on-exec; else -errno. Connections that were aborted before they were taken are skipped. When the process or the
// system has no descriptor or no memory left, -EMFILE, -ENFILE, -ENOBUFS or -ENOMEM is returned only after a pause, 5 ms at
// first and twice as long each time up to 1 s until one succeeds: a loop that just calls again does not spin, and the
// clients stay in the listener's queue meanwhile. -ECANCELED: none was taken. Suspends. Cancellable. Any number of tasks.
_Async int tarry_accept(int listener) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_connect__future {
    int result;
    unsigned short state;
    int fd;
    const struct sockaddr *address;
    socklen_t length;
    unsigned pauses;
    union {
        struct tarry_io_wait wait;
        struct tarry_sleep__future pause;
    } child;
};
bool tarry_connect__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_connect__function;

// tarry_connect connects a socket. `address` has to stay until it ends. Returns 0, else -errno: -ECONNREFUSED, -ETIMEDOUT,
// -EHOSTUNREACH, -EADDRNOTAVAIL, -ECANCELED; the socket is then good for closing only. A Unix socket whose listener's queue
// is full waits until there is room. A socket in blocking mode is put into non-blocking mode for the moment in which the
// connection is begun. Suspends. Cancellable. Any task.
_Async int tarry_connect(int fd, const struct sockaddr *address, socklen_t length) TARRY__LIBRARY TARRY__MUST_USE;

// A host name being looked up. Private.
struct tarry_resolution;

struct tarry_tcp_listen__future {
    int result;
    unsigned short state;
    uint16_t port;
    int backlog;
    const char *host;
    struct tarry_resolution *resolution;
};
bool tarry_tcp_listen__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_tcp_listen__function;

// tarry_tcp_listen makes a listening TCP socket for `host` (a name or a numeric address; NULL: every address this machine
// has, IPv6 and IPv4) and `port` (0: any free one, see tarry_tcp_local_port). `backlog` is how many connections may wait to
// be accepted; 0 or less: as many as the system allows. Returns the descriptor, non-blocking and close-on-exec, with
// SO_REUSEADDR set; else -errno: -EADDRINUSE, -EACCES, -EADDRNOTAVAIL, -EMFILE, -ECANCELED, or of the lookup (above). Of a
// name with several addresses, the first that can be listened on. Suspends if a name has to be looked up. Cancellable. Any
// task.
_Async int tarry_tcp_listen(const char *host, uint16_t port, int backlog) TARRY__LIBRARY TARRY__MUST_USE;

struct tarry_tcp_connect__future {
    int result;
    unsigned short state;
    uint16_t port;
    int fd;
    const char *host;
    struct tarry_resolution *resolution;
    struct tarry_io_wait wait;
};
bool tarry_tcp_connect__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_tcp_connect__function;

// tarry_tcp_connect connects to `host` (a name or a numeric address; not NULL) and `port`. Each address of a name is tried
// in turn. Returns the descriptor, non-blocking and close-on-exec, with TCP_NODELAY set; else the last -errno:
// -ECONNREFUSED, -ETIMEDOUT, -EMFILE, ..., -ECANCELED, or of the lookup (above). Suspends. Cancellable, also while the name
// is looked up. Any task.
_Async int tarry_tcp_connect(const char *host, uint16_t port) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_tcp_local_port returns the local port of a TCP socket, or -errno. An ordinary function: never suspends. Any thread.
int tarry_tcp_local_port(int fd);

#ifdef __cplusplus
}
#endif
#endif
