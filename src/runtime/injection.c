// The injection queue, see injection.h.
#include "runtime/injection.h"

void tarry__injection_push(struct tarry__injection *injection, struct tarry_task *task) {
    tarry__lock_take(&injection->lock);
    tarry__task_queue_push(&injection->queue, task);
    size_t before = tarry__load(&injection->count, relaxed);
    tarry__store(&injection->count, before + 1, seq_cst);
    tarry__lock_give(&injection->lock);
}

size_t tarry__injection_move(struct tarry__injection *injection, struct tarry__ring *ring,
                             size_t count) {
    if (tarry__load(&injection->count, relaxed) == 0) {
        return 0;
    }
    tarry__lock_take(&injection->lock);
    size_t before = tarry__load(&injection->count, relaxed), moved = 0;
    size_t room = TARRY__RING_SIZE - tarry__ring_length(ring); // thieves can only make it larger
    count = count < before ? count : before;
    count = count < room ? count : room;
    for (; moved < count; moved++) {
        tarry__ring_push(ring, tarry__task_queue_pop(&injection->queue));
    }
    tarry__store(&injection->count, before - moved, seq_cst);
    tarry__lock_give(&injection->lock);
    return moved;
}
