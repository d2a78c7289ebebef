// What every leaf of io and net does with the room its future has for a wait.
#ifndef TARRY_IO_WAIT_H
#define TARRY_IO_WAIT_H

#include <tarry/io.h>

#include "runtime/operation.h"

#include <assert.h>

static_assert(sizeof(struct tarry__wait) <= sizeof(struct tarry_io_wait), "public room");
static_assert(_Alignof(struct tarry__wait) <= _Alignof(struct tarry_io_wait), "public alignment");

static inline struct tarry__wait *tarry__io_wait(struct tarry_io_wait *place) {
    return (struct tarry__wait *)(void *)place;
}

// tarry__io_begin gets a wait ready to be polled. `phase`: TARRY__WAIT_NEW, or TARRY__WAIT_SUBMIT to make no attempt first.
static inline void tarry__io_begin(struct tarry_io_wait *place, enum tarry__wait_phase phase,
                                   enum tarry__opcode opcode, int fd, const void *buffer,
                                   size_t size) {
    struct tarry__wait *wait = tarry__io_wait(place);
    tarry__operation_init(&wait->operation, opcode, fd, (void *)(uintptr_t)buffer, size, NULL);
    wait->operation.phase = (uint8_t)phase;
}

// tarry__io_begin_pooled: a read into a buffer of the worker's pool, which tarry__io_buffer gives when it has ended with a
// positive result, and which is the caller's then.
// `watch`: see tarry__operation_init_pooled.
static inline void tarry__io_begin_pooled(struct tarry_io_wait *place, int fd, uint16_t watch) {
    struct tarry__wait *wait = tarry__io_wait(place);
    tarry__operation_init_pooled(&wait->operation, fd, watch);
    wait->operation.phase = TARRY__WAIT_NEW;
}

static inline void *tarry__io_buffer(struct tarry_io_wait *place) {
    return tarry__io_wait(place)->operation.buffer;
}

// tarry__io_poll polls it. True: *out_result is what the operation ended with.
bool tarry__io_poll(struct tarry_io_wait *place, struct tarry_context *cx, ssize_t *out_result);

// The descriptor of a hand-written future, for the public `f__function`.
#define TARRY__LEAF(f, result_type)                                                                \
    {                                                                                              \
        .name = #f, .file = __FILE__, .poll = f##__poll, .size = sizeof(struct f##__future),       \
        .alignment = _Alignof(struct f##__future), .result_size = sizeof(result_type),             \
        .state_offset = offsetof(struct f##__future, state), .line = __LINE__,                     \
        .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF                                \
    }

#endif
