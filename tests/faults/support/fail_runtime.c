// Linked into a program: the n-th allocation of libtarry fails, n = $FAIL_ALLOCATION, and where it was is written into the
// file $FAIL_REPORT, as addresses of the calls. Also every later one with FAIL_FOREVER set. What the program itself lets fail for
// a while takes turns with that: the linker sends its tarry__memory_fault_set here.
#include "base/memory.h"

#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { REPORTS = 1000 };

static _Atomic long remaining;
static bool forever;

static bool fails(size_t size) {
    (void)size;
    long now = atomic_fetch_sub(&remaining, 1);
    if (now > 1 || (now < 1 && !forever)) {
        return false;
    }
    if (now < -REPORTS) { // it tries again and again
        return true;
    }
    int report = open(getenv("FAIL_REPORT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (report >= 0) {
        void *calls[20];
        for (int i = 0, count = backtrace(calls, 20); i < count; i++) {
            dprintf(report, "%p\n", calls[i]);
        }
        close(report);
    }
    return true;
}

void __real_tarry__memory_fault_set(tarry__memory_fault *fault);

void __wrap_tarry__memory_fault_set(tarry__memory_fault *fault) {
    __real_tarry__memory_fault_set(fault ? fault : fails);
}

__attribute__((constructor)) static void begin(void) {
    const char *n = getenv("FAIL_ALLOCATION");
    forever = getenv("FAIL_FOREVER") != NULL;
    if (n != NULL && *n != '0') {
        atomic_store(&remaining, strtol(n, NULL, 10));
        tarry__memory_fault_set(fails);
    }
}
