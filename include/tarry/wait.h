// What a task leaves behind where it waits: a place in a list, in the future of its wait. So
// waiting needs no memory. Private; it is here because those futures are public layouts.
#ifndef TARRY_WAIT_H
#define TARRY_WAIT_H

#include <tarry/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_waiter {
    struct tarry_waiter *next, *previous;
    struct tarry_task *task;
    struct tarry_worker *worker; // one of the task's runtime
    uintptr_t value;             // what it wants, or what it was given
    uint8_t phase;
};

#ifdef __cplusplus
}
#endif
#endif
