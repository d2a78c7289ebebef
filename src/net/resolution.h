// Looking up a host: numeric addresses at once, names by getaddrinfo on the blocking pool.
//
// A resolution lives on the heap, because getaddrinfo cannot be stopped: when its task is cancelled it is left to the pool,
// which frees it when the call comes back.
#ifndef TARRY_NET_RESOLUTION_H
#define TARRY_NET_RESOLUTION_H

#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>

#include "runtime/blocking.h"

struct tarry_resolution {
    struct tarry__blocking_job job;
    struct addrinfo *addresses; // all, when it has ended well
    struct addrinfo *next;      // the user's: the first not tried yet
    struct addrinfo *tried;     // and the one being tried
    int error;                  // -errno
    bool started;
    uint16_t port;
    char host[]; // a copy, since the caller may be gone before the call comes back
};

// tarry__resolution_new begins one; with a numeric `host` it has ended already. 0; -ENOMEM, -ENAMETOOLONG, or what was
// wrong with the numeric address.
int tarry__resolution_new(const char *host, uint16_t port,
                          struct tarry_resolution **out_resolution);

// tarry__resolution_poll is called until it returns true; *out_error is then 0 or -errno, as net.h lists them. If it is not 0
// the resolution is gone.
bool tarry__resolution_poll(struct tarry_resolution *resolution, struct tarry_context *cx,
                            int *out_error);

// tarry__resolution_free: one that has ended well.
void tarry__resolution_free(struct tarry_resolution *resolution);

#endif
