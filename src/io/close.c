// tarry_close: what the reactors know of a descriptor ends with it.
#include <tarry/io.h>

#include "base/system.h"
#include "reactor/reactor.h"
#include "runtime/fork.h"
#include "runtime/leaf.h"

int tarry_close(int fd) {
    struct tarry__descriptors *descriptors = tarry__fork_here() ? NULL : tarry__descriptors_here();
    return descriptors ? tarry__descriptors_close(descriptors, tarry__reactor_here(), fd)
                       : tarry__system_close(fd);
}
