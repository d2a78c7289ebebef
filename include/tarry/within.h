// within: a time limit for a block.
//
//     within (TARRY_SEC(2)) {
//         n = await tarry_read(fd, buffer, sizeof buffer);
//     } else {
//         // a wait in the block was refused, since the two seconds were over
//     }
//
// Once the time is up every wait in the block returns -ECANCELED, that of callees and of children
// of scopes in it too. Nothing is interrupted but waits. tarry_until() makes a duration of an
// absolute deadline (tarry/time.h).
#ifndef TARRY_WITHIN_H
#define TARRY_WITHIN_H

#include <tarry/scope.h>

// A timer in a worker's wheel. Private.
struct tarry_timer_link {
    struct tarry_timer_link *next;
    struct tarry_timer_link *previous;
};

struct tarry_timer {
    struct tarry_timer_link link;
    int64_t deadline;
    struct tarry_task *task; // to wake; NULL: it belongs to a struct tarry_within
};

// An open `within`. Lives in the frame of the function that opened it. Private.
struct tarry_within {
    struct tarry_scope_link link;
    struct tarry_timer timer;
    struct tarry_task *task;
    uint8_t armed;   // the timer was armed
    uint8_t refused; // a wait inside was refused because of this deadline
    uint8_t binds;   // this block is what keeps its task on its worker
};

#endif
