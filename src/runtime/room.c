// How much room a function needs, see room.h.
//
// A walk over the callees, depth first. `function->room` is 0 while nobody knows, then 1 + the
// bytes. Two threads may compute it at the same time, and with recursion, whose outcome depends on
// where the walk began, differently: the first one to write wins (compare and exchange), and who
// lost takes that. So the cell never changes once it is known, and a task is given back with the
// size it was taken with. A wrong guess costs an allocation, never more.
#include "runtime/room.h"

#include "base/atomic.h"

enum {
    STEP = 8,         // frames begin at multiples of this
    DEPTH_MAX = 1000, // of the walk, which is recursive; deeper frames come from the slab
};

static const size_t room_max = UINT32_MAX / 4;

// The functions from the one asked for down to the one at hand.
struct path {
    const struct path *above;
    const struct tarry_function *function;
    unsigned depth;
};

static bool is_on_path(const struct path *path, const struct tarry_function *function) {
    while (path && path->function != function) {
        path = path->above;
    }
    return path;
}

static size_t align_up(size_t size, size_t alignment) {
    return (size + alignment - 1) / alignment * alignment;
}

size_t tarry__room_frame(const struct tarry_function *function) {
    size_t slack = function->alignment > STEP ? function->alignment - STEP : 0;
    return slack + sizeof(struct tarry_frame) + align_up(function->size, STEP);
}

void *tarry__room_place(const struct tarry_function *function, const void *next) {
    size_t alignment = function->alignment > STEP ? function->alignment : STEP;
    uintptr_t begin = align_up((uintptr_t)next, STEP) + sizeof(struct tarry_frame);
    return (void *)align_up(begin, alignment);
}

static size_t room_of(const struct tarry_function *function, const struct path *above);

static size_t room_of_await(const struct tarry_await *await, const struct path *path) {
    const struct tarry_function *callee = await->callee;
    if (!callee || is_on_path(path, callee)) {
        return 0;
    }
    switch (await->kind) {
    case TARRY_AWAIT_EMBEDDED:
        return room_of(callee, path);
    case TARRY_AWAIT_BOXED:
        return tarry__room_frame(callee) + room_of(callee, path);
    default:
        return 0;
    }
}

static uint32_t keep(uint32_t *cell, size_t room) {
    uint32_t none = 0, value = 1 + (uint32_t)room;
    bool first = tarry__compare_exchange(tarry__atomic_u32(cell), &none, value, relaxed, relaxed);
    return first ? value : none;
}

static size_t room_of(const struct tarry_function *function, const struct path *above) {
    if (!function->room) {
        return 0;
    }
    uint32_t known = tarry__load(tarry__atomic_u32(function->room), relaxed);
    struct path path = {above, function, above ? above->depth + 1 : 0};
    if (!known && path.depth < DEPTH_MAX) {
        size_t room = 0;
        for (unsigned i = 0; i < function->await_count; i++) {
            size_t needed = room_of_await(&function->awaits[i], &path);
            room = needed > room ? needed : room;
        }
        known = keep(function->room, room < room_max ? room : 0);
    }
    return known ? known - 1 : 0;
}

size_t tarry__room(const struct tarry_function *function) {
    return room_of(function, NULL);
}
