// The clock door, see clock.h.
#include "base/clock.h"

#include <time.h>

int64_t tarry__clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}
