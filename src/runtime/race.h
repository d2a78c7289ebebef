// Races inside the runtime, see race.c. Their layout is in <tarry/race.h>, what generated code calls
// in <tarry/abi.h>.
#ifndef TARRY_RUNTIME_RACE_H
#define TARRY_RUNTIME_RACE_H

#include <tarry/race.h>

enum tarry__arm_phase {
    TARRY__ARM_NEW = 0, // its future has its arguments, and was never polled
    TARRY__ARM_RUNNING, // polled at least once, not to its end
    TARRY__ARM_ENDED,   // its result is in its place, its separate frame is gone
};

// How many races may lie one in another: each takes some hundred bytes of C stack, which threads on
// musl have 128 KiB of.
enum { TARRY__RACES_MAX = 64 };

#endif
