// Looking up a host, see resolution.h.
#include "net/resolution.h"

#include "base/memory.h"
#include "runtime/leaf.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// More than any name of the DNS, and what glibc itself allows.
#define HOST_LENGTH_MAX (NI_MAXHOST - 1)

static int error_of(int answer, int system_error) {
    switch (answer) {
    case 0:
        return 0;
    case EAI_NONAME:
#if defined(EAI_NODATA) && EAI_NODATA != EAI_NONAME
    case EAI_NODATA:
#endif
        return -ENOENT;
    case EAI_AGAIN:
        return -EAGAIN;
    case EAI_MEMORY:
        return -ENOMEM;
    case EAI_FAMILY:
#ifdef EAI_ADDRFAMILY
    case EAI_ADDRFAMILY:
#endif
        return -EAFNOSUPPORT;
    case EAI_SYSTEM:
        return system_error ? -system_error : -EIO;
    case EAI_OVERFLOW:
        return -ENAMETOOLONG;
    case EAI_BADFLAGS:
    case EAI_SERVICE:
    case EAI_SOCKTYPE:
        return -EINVAL;
    default: // EAI_FAIL
        return -EIO;
    }
}

static int look_up(struct tarry_resolution *resolution, int flags) {
    char port[8];
    snprintf(port, sizeof port, "%u", resolution->port);
    struct addrinfo hints = {
        .ai_flags = AI_NUMERICSERV | flags,
        .ai_socktype = SOCK_STREAM,
        .ai_protocol = IPPROTO_TCP,
    };
    errno = 0;
    int answer = getaddrinfo(resolution->host, port, &hints, &resolution->addresses);
    if (answer) {
        resolution->addresses = NULL;
    }
    resolution->next = resolution->addresses;
    return error_of(answer, errno);
}

static void call(struct tarry__blocking_job *job) {
    struct tarry_resolution *resolution = (struct tarry_resolution *)job;
    resolution->error = look_up(resolution, 0);
}

void tarry__resolution_free(struct tarry_resolution *resolution) {
    if (resolution->addresses) {
        freeaddrinfo(resolution->addresses);
    }
    tarry__memory_free(resolution);
}

static void drop(struct tarry__blocking_job *job) {
    tarry__resolution_free((struct tarry_resolution *)job);
}

int tarry__resolution_new(const char *host, uint16_t port,
                          struct tarry_resolution **out_resolution) {
    static_assert(offsetof(struct tarry_resolution, job) == 0, "a job is cast to its resolution");
    size_t length = strnlen(host, HOST_LENGTH_MAX + 1);
    if (length > HOST_LENGTH_MAX) {
        return -ENAMETOOLONG;
    }
    struct tarry_resolution *resolution = tarry__memory_new_zeroed(
        sizeof *resolution + length + 1, _Alignof(struct tarry_resolution));
    if (!resolution) {
        return -ENOMEM;
    }
    memcpy(resolution->host, host, length);
    resolution->port = port;
    resolution->job.call = call;
    resolution->job.drop = drop;
    int error = look_up(resolution, AI_NUMERICHOST);
    if (error && error != -ENOENT) { // ENOENT: it is a name
        tarry__resolution_free(resolution);
        return error;
    }
    *out_resolution = resolution;
    return 0;
}

static bool failed(struct tarry_resolution *resolution, int error, int *out_error) {
    tarry__resolution_free(resolution);
    *out_error = error;
    return true;
}

static bool poll_started(struct tarry_resolution *resolution, struct tarry_context *cx,
                         int *out_error) {
    if (tarry__is_cancelled(cx)) {
        tarry__blocking_abandon(cx, &resolution->job);
        *out_error = -ECANCELED;
        return true;
    }
    if (!tarry__blocking_ended(cx, &resolution->job)) {
        return false;
    }
    if (resolution->error) {
        return failed(resolution, resolution->error, out_error);
    }
    *out_error = 0;
    return true;
}

bool tarry__resolution_poll(struct tarry_resolution *resolution, struct tarry_context *cx,
                            int *out_error) {
    if (resolution->started) {
        return poll_started(resolution, cx, out_error);
    }
    if (tarry__is_cancelled(cx)) {
        return failed(resolution, -ECANCELED, out_error);
    }
    if (resolution->addresses) {
        *out_error = 0;
        return true;
    }
    int error = tarry__blocking_start(cx, &resolution->job);
    if (error) {
        return failed(resolution, error, out_error);
    }
    resolution->started = true;
    return false;
}
