// Misuse: what only a bug in the caller can bring about (unlocking what is not locked, ...). A debug
// build of the library (NDEBUG not defined) reports it and aborts; another does not look.
#ifndef TARRY_RUNTIME_MISUSE_H
#define TARRY_RUNTIME_MISUSE_H

#include <stdbool.h>

#ifdef NDEBUG
enum { TARRY__FINDS_MISUSE = 0 };
#else
enum { TARRY__FINDS_MISUSE = 1 };
#endif

// tarry__misuse prints one report on stderr and aborts: what was done ("tarry_mutex_unlock: the mutex
// is not locked"), to which object, by which task, where, and from which address of the program.
_Noreturn void tarry__misuse(const char *what, const void *object, const void *caller);

// tarry__require reports a misuse unless `fine`. The caller that is named is that of the function it
// stands in.
static inline __attribute__((always_inline)) void tarry__require(bool fine, const char *what,
                                                                 const void *object) {
    if (TARRY__FINDS_MISUSE && __builtin_expect(!fine, 0)) {
        tarry__misuse(what, object, __builtin_return_address(0));
    }
}

#endif
