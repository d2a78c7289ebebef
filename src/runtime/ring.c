// The run queue, see ring.h.
#include "runtime/ring.h"

#include "runtime/task.h"

typedef struct tarry__ring Ring;

enum { MASK = TARRY__RING_SIZE - 1 };

bool tarry__ring_push(Ring *ring, struct tarry_task *task) {
    uint64_t tail = tarry__load(&ring->tail, relaxed);
    if (tail - tarry__load(&ring->head, acquire) >= TARRY__RING_SIZE) {
        return false;
    }
    tarry__store(&ring->slots[tail & MASK], task, relaxed);
    tarry__store(&ring->tail, tail + 1, seq_cst);
    return true;
}

void tarry__ring_push_chain(Ring *ring, struct tarry_task *first, size_t count) {
    uint64_t tail = tarry__load(&ring->tail, relaxed);
    (void)tarry__load(&ring->head, acquire); // 4
    for (size_t i = 0; i < count; i++) {
        tarry__store(&ring->slots[(tail + i) & MASK], first, relaxed);
        first = first->next;
    }
    if (count > 0) {
        tarry__store(&ring->tail, tail + count, seq_cst);
    }
}

struct tarry_task *tarry__ring_pop(Ring *ring) {
    uint64_t tail = tarry__load(&ring->tail, relaxed);
    uint64_t head = tarry__load(&ring->head, acquire);
    while (head != tail) {
        struct tarry_task *task = tarry__load(&ring->slots[head & MASK], relaxed);
        if (tarry__compare_exchange_weak(&ring->head, &head, head + 1, acq_rel, acquire)) {
            return task;
        }
    }
    return NULL;
}

struct tarry_task *tarry__ring_steal(Ring *from, Ring *into) {
    uint64_t to = tarry__load(&into->tail, relaxed);
    uint64_t head = tarry__load(&from->head, acquire);
    for (;;) {
        uint64_t length = tarry__load(&from->tail, acquire) - head;
        uint64_t count = length - length / 2;
        if (length == 0) {
            return NULL;
        }
        if (length >
            TARRY__RING_SIZE) { // head was read before, and tail after, the owner went round
            head = tarry__load(&from->head, acquire);
            continue;
        }
        struct tarry_task *first = tarry__load(&from->slots[head & MASK], relaxed);
        for (uint64_t i = 1; i < count; i++) {
            struct tarry_task *task = tarry__load(&from->slots[(head + i) & MASK], relaxed);
            tarry__store(&into->slots[(to + i - 1) & MASK], task, relaxed);
        }
        if (tarry__compare_exchange(&from->head, &head, head + count, acq_rel, acquire)) {
            if (count > 1) {
                tarry__store(&into->tail, to + count - 1, seq_cst);
            }
            return first;
        }
    }
}

size_t tarry__ring_length(Ring *ring) {
    uint64_t tail = tarry__load(&ring->tail, seq_cst);
    uint64_t length = tail - tarry__load(&ring->head, seq_cst);
    return length > TARRY__RING_SIZE ? 0 : (size_t)length;
}
