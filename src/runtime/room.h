// The room behind a task's future: for the separate frames its function can come to need, so that a
// task is one allocation however many files and libraries its calls go through.
//
// How much that is follows from the descriptors: of each await of a separate frame, that frame and
// what its function needs in turn; of an embedded callee, what that one needs; of all awaits the
// largest, for only one is under way at a time. A function that is met again on the way down counts
// nothing, nor does a call through a pointer: their frames come from the slab.
#ifndef TARRY_RUNTIME_ROOM_H
#define TARRY_RUNTIME_ROOM_H

#include <tarry/abi.h>

// tarry__room returns how many bytes `function` needs behind its future. Computed once and kept in
// its cell; the same ever after. Any thread.
size_t tarry__room(const struct tarry_function *function);

// tarry__room_frame returns how many bytes a frame of `function` takes at most, begun where the
// last one ended; tarry__room_place, where its future lies in room that begins at `next`.
size_t tarry__room_frame(const struct tarry_function *function);
void *tarry__room_place(const struct tarry_function *function, const void *next);

#endif
