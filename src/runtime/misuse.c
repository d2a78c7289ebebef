// The report of a misuse, see misuse.h.
#include "runtime/misuse.h"

#include "runtime/dump.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// Where the call came from, in a form that addr2line takes. It is the address behind the call.
static void print_caller(const void *caller) {
    const char *address = (const char *)caller - 1;
    Dl_info info;
    if (dladdr(address, &info) && info.dli_fname) {
        fprintf(stderr, "tarry:   called at: addr2line -e %s %#tx\n", info.dli_fname,
                address - (const char *)info.dli_fbase);
    } else {
        fprintf(stderr, "tarry:   called at: %p\n", (const void *)address);
    }
}

void tarry__misuse(const char *what, const void *object, const void *caller) {
    flockfile(stderr); // one report in one piece
    fprintf(stderr, "tarry: misuse: %s (%p)\n", what, object);
    fprintf(stderr, "tarry:   by ");
    tarry__dump_running(stderr);
    print_caller(caller);
    fflush(stderr);
    funlockfile(stderr);
    abort();
}
