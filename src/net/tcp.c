// TCP by host and port: tarry_tcp_listen, tarry_tcp_connect, tarry_tcp_local_port.
//
// States of both: 0 not started; RESOLVING; of connect also CONNECTING, with `fd` a socket on its
// way to the address resolution->tried. The resolution is freed, and a socket that is not the
// result closed, whatever the way out.
#include <tarry/net.h>

#include "base/system.h"
#include "io/wait.h"
#include "net/resolution.h"
#include "runtime/leaf.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

enum { RESOLVING = 1, CONNECTING = 2 };

static const int on = 1;

// ---- listening ----

// The socket, or -errno.
static int listen_on(const struct sockaddr *address, socklen_t length, int backlog) {
    const int off = 0;
    int fd = tarry__system_socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                                  IPPROTO_TCP);
    if (fd < 0) {
        return fd;
    }
    int error = tarry__system_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const struct sockaddr_in6 *address6 = (const struct sockaddr_in6 *)(const void *)address;
    if (!error && address->sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&address6->sin6_addr)) {
        error = tarry__system_setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (!error) {
        error = tarry__system_bind(fd, address, length);
    }
    if (!error) {
        // The kernel cuts it to what it allows; the C library's SOMAXCONN is no guide, musl's is 128.
        error = tarry__system_listen(fd, backlog > 0 ? backlog : INT_MAX);
    }
    if (error) {
        tarry__system_close(fd);
    }
    return error ? error : fd;
}

// IPv6 and IPv4 by one socket, or where there is no IPv6, IPv4 alone.
static int listen_everywhere(uint16_t port, int backlog) {
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    int result = listen_on((const struct sockaddr *)&any6, sizeof any6, backlog);
    if (result == -EAFNOSUPPORT || result == -EADDRNOTAVAIL || result == -EPROTONOSUPPORT) {
        struct sockaddr_in any4 = {.sin_family = AF_INET, .sin_port = htons(port)};
        result = listen_on((const struct sockaddr *)&any4, sizeof any4, backlog);
    }
    return result;
}

static int listen_on_first(const struct tarry_resolution *resolution, int backlog) {
    int result = -ENOENT;
    for (struct addrinfo *address = resolution->addresses; address && result < 0;
         address = address->ai_next) {
        result = listen_on(address->ai_addr, address->ai_addrlen, backlog);
    }
    return result;
}

static bool listen_ended(struct tarry_tcp_listen__future *self, int result) {
    self->result = result;
    return true;
}

bool tarry_tcp_listen__poll(void *future, struct tarry_context *cx) {
    struct tarry_tcp_listen__future *self = future;
    int error = 0;
    if (self->state == 0) {
        if (tarry__is_cancelled(cx)) {
            return listen_ended(self, -ECANCELED);
        }
        if (!self->host) {
            return listen_ended(self, listen_everywhere(self->port, self->backlog));
        }
        error = tarry__resolution_new(self->host, self->port, &self->resolution);
        if (error) {
            return listen_ended(self, error);
        }
        self->state = RESOLVING;
    }
    if (!tarry__resolution_poll(self->resolution, cx, &error)) {
        return false;
    }
    if (error) {
        return listen_ended(self, error);
    }
    self->result = listen_on_first(self->resolution, self->backlog);
    tarry__resolution_free(self->resolution);
    return true;
}

const struct tarry_function tarry_tcp_listen__function = TARRY__LEAF(tarry_tcp_listen, int);

// ---- connecting ----

static bool connect_ended(struct tarry_tcp_connect__future *self, int result) {
    tarry__resolution_free(self->resolution);
    self->result = result;
    return true;
}

// Begins with the next address a socket can be made for. False if there is none: self->result is the last error.
static bool connect_next(struct tarry_tcp_connect__future *self) {
    struct tarry_resolution *resolution = self->resolution;
    while (resolution->next) {
        struct addrinfo *address = resolution->next;
        resolution->tried = address;
        resolution->next = address->ai_next;
        self->fd = tarry__system_socket(address->ai_family,
                                        SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
        if (self->fd >= 0) {
            tarry__system_setsockopt(self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            tarry__io_begin(&self->wait, TARRY__WAIT_SUBMIT, TARRY__OP_CONNECT, self->fd,
                            address->ai_addr, address->ai_addrlen);
            return true;
        }
        self->result = self->fd;
    }
    return false;
}

// A connection to a free port of this machine may be given just that port as its own, and then
// connects to itself.
static bool is_connected_to_itself(int fd, const struct addrinfo *target) {
    struct sockaddr_storage own = {0};
    socklen_t length = sizeof own;
    if (tarry__system_getsockname(fd, (struct sockaddr *)&own, &length) < 0) {
        return false;
    }
    const struct sockaddr_in *own4 = (struct sockaddr_in *)&own;
    const struct sockaddr_in6 *own6 = (struct sockaddr_in6 *)&own;
    const struct sockaddr_in *target4 = (const void *)target->ai_addr;
    const struct sockaddr_in6 *target6 = (const void *)target->ai_addr;
    return own.ss_family == AF_INET ? own4->sin_port == target4->sin_port &&
                                          own4->sin_addr.s_addr == target4->sin_addr.s_addr
                                    : own6->sin6_port == target6->sin6_port &&
                                          IN6_ARE_ADDR_EQUAL(&own6->sin6_addr, &target6->sin6_addr);
}

static bool connecting(struct tarry_tcp_connect__future *self, struct tarry_context *cx) {
    ssize_t result;
    while (tarry__io_poll(&self->wait, cx, &result)) {
        if (result == 0 && !is_connected_to_itself(self->fd, self->resolution->tried)) {
            return connect_ended(self, self->fd);
        }
        result = result ? result : -ECONNREFUSED;
        tarry__system_close(self->fd);
        self->result = (int)result;
        if (result == -ECANCELED || !connect_next(self)) {
            return connect_ended(self, self->result);
        }
    }
    return false;
}

static bool resolving(struct tarry_tcp_connect__future *self, struct tarry_context *cx) {
    int error;
    if (!tarry__resolution_poll(self->resolution, cx, &error)) {
        return false;
    }
    if (error) {
        self->result = error;
        return true;
    }
    self->result = -ENOENT;
    if (!connect_next(self)) {
        return connect_ended(self, self->result);
    }
    self->state = CONNECTING;
    return connecting(self, cx);
}

bool tarry_tcp_connect__poll(void *future, struct tarry_context *cx) {
    struct tarry_tcp_connect__future *self = future;
    if (self->state == CONNECTING) {
        return connecting(self, cx);
    }
    if (self->state == 0) {
        int error = tarry__is_cancelled(cx)
                        ? -ECANCELED
                        : tarry__resolution_new(self->host, self->port, &self->resolution);
        if (error) {
            self->result = error;
            return true;
        }
        self->state = RESOLVING;
    }
    return resolving(self, cx);
}

const struct tarry_function tarry_tcp_connect__function = TARRY__LEAF(tarry_tcp_connect, int);

int tarry_tcp_local_port(int fd) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int error = tarry__system_getsockname(fd, (struct sockaddr *)&address, &length);
    if (error < 0) {
        return error;
    }
    switch (address.ss_family) {
    case AF_INET:
        return ntohs(((struct sockaddr_in *)&address)->sin_port);
    case AF_INET6:
        return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    default:
        return -EAFNOSUPPORT;
    }
}
