// The injection queue, see injection.h.
#include "runtime/injection.h"

typedef struct tarry__injection Injection;
typedef struct tarry_task Task;

static void append(Injection *injection, Task *task) {
    if (injection->end) {
        *injection->end = task;
    } else {
        injection->first = task;
    }
    injection->end = &task->next;
}

void tarry__injection_push(Injection *injection, Task *task, bool is_left) {
    task->next = NULL;
    tarry__lock_take(&injection->tail_lock);
    append(injection, task);
    size_t before = tarry__load(&injection->pushed, relaxed);
    if (is_left) {
        tarry__store(&injection->pushed, before + 1, release);
    } else {
        tarry__store(&injection->pushed, before + 1, seq_cst);
    }
    tarry__lock_give(&injection->tail_lock);
}

// Under the head's lock. How many there are at least.
static size_t there(Injection *injection) {
    return tarry__load(&injection->pushed, acquire) - tarry__load(&injection->taken, relaxed);
}

// Cuts off the first `count`, fewer than there are.
static Task *cut(Injection *injection, size_t count) {
    Task *first = injection->first, *last = first;
    for (size_t i = 1; i < count; i++) {
        last = last->next;
    }
    injection->first = last->next;
    return first;
}

// Takes all, if they are not more than `count`, which becomes how many there were; else NULL.
static Task *cut_all(Injection *injection, size_t *count) {
    Task *first = NULL;
    tarry__lock_take(&injection->tail_lock);
    if (there(injection) <= *count) {
        *count = there(injection);
        first = injection->first;
        injection->end = NULL;
    }
    tarry__lock_give(&injection->tail_lock);
    return first;
}

size_t tarry__injection_move(Injection *injection, struct tarry__ring *ring, size_t count) {
    if (tarry__injection_hint(injection) == 0) {
        return 0;
    }
    size_t room = TARRY__RING_SIZE - tarry__ring_length(ring); // thieves can only make it larger
    count = count < room ? count : room;
    if (count == 0) {
        return 0;
    }
    tarry__lock_take(&injection->head_lock);
    Task *first = count < there(injection) ? NULL : cut_all(injection, &count);
    if (count > 0) {
        first = first ? first : cut(injection, count);
        size_t before = tarry__load(&injection->taken, relaxed);
        tarry__store(&injection->taken, before + count, seq_cst);
    }
    tarry__lock_give(&injection->head_lock);
    tarry__ring_push_chain(ring, first, count);
    return count;
}
