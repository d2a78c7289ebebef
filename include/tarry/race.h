// race: several waits at once, of which the first to end wins.
//
//     race {
//         when ((n = await tarry_read(a, buffer, sizeof buffer)) > 0) printf("a\n");
//         when (await tarry_sleep(TARRY_SEC(1))) printf("nothing for a second\n");
//     }
//
// The others are cancelled, and have ended before the body behind the winner runs. So each arm's
// variable has a result: what the wait gave, or -ECANCELED (zeros, where that is no signed
// integer). Arms are started in order, those behind one that is ready at once not at all;
// `race TARRY_FAIR { ... }` begins at a random one, each time it looks.
#ifndef TARRY_RACE_H
#define TARRY_RACE_H

#include <tarry/scope.h>

// An arm of a race. What generated code fills in is in <tarry/abi.h>; the rest is private.
struct tarry_arm {
    const struct tarry_function *function;
    void *future;
    void *result;
    uint8_t boxed;
    uint8_t phase;
    struct tarry_frame *frame;     // its innermost separate frame; NULL: its own future
    struct tarry_scope_link *open; // its innermost open link, `link` if none
    struct tarry_scope_link link;  // outer: the race
};

// A race under way. Lives in the frame of the function that runs it; all but `winner` is private.
struct tarry_race {
    struct tarry_scope_link link;
    struct tarry_arm *arms;
    uint32_t count;
    uint32_t first;  // the arm that is polled first, next time
    uint32_t winner; // once the race has ended
    uint8_t fair;
    uint8_t decided; // there is a winner, and the others have been cancelled
};

#endif
