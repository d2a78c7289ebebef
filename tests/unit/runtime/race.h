// Races and deadlines written by hand, as tarrycc would generate them.
#ifndef TARRY_TEST_RUNTIME_RACE_H
#define TARRY_TEST_RUNTIME_RACE_H

#include "future.h"

#include <tarry/race.h>
#include <tarry/within.h>

// An arm with the future `place` of f, whose arguments the rest assigns.
#define ARM(arm, place, f, ...)                                                                    \
    do {                                                                                           \
        (place).state = 0;                                                                         \
        __VA_ARGS__;                                                                               \
        (arm) = (struct tarry_arm){.function = &f##__function, .future = &(place)};                \
    } while (0)

// An arm with a frame of its own; its result goes to `place`.
#define BOXED_ARM(cx, arm, f, place, ...)                                                          \
    do {                                                                                           \
        struct f##__future *child = tarry__arm_new(cx, &f##__function);                            \
        if (child) {                                                                               \
            child->state = 0;                                                                      \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
        (arm) = (struct tarry_arm){                                                                \
            .function = &f##__function, .future = child, .result = (place), .boxed = true};        \
    } while (0)

#define RACE(cx, race, arms, count, fair)                                                          \
    do {                                                                                           \
        tarry__race_begin(cx, race, arms, count, fair);                                            \
        self->state = __LINE__;                                                                    \
        __attribute__((fallthrough));                                                              \
    case __LINE__:                                                                                 \
        if (!tarry__race_poll(cx, race)) {                                                         \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

#endif
