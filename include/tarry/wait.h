// What a task leaves behind where it waits: a place in a list, in the future of its wait. So
// waiting needs no memory. Private; it is here because those futures are public layouts.
#ifndef TARRY_WAIT_H
#define TARRY_WAIT_H

#include <tarry/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_waiter {
    union {
        struct tarry_waiter *next;
        uintptr_t value; // what it was given
    };
    uintptr_t phase; // or, while it is in a list, the one before it
    struct tarry_task *task;
};

#ifdef __cplusplus
}
#endif
#endif
