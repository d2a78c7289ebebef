// The clock door.
#ifndef TARRY_BASE_CLOCK_H
#define TARRY_BASE_CLOCK_H

#include <stdint.h>

// tarry__clock_now returns CLOCK_MONOTONIC in nanoseconds. Any thread, signal handlers too.
int64_t tarry__clock_now(void);

#endif
