// Wait groups. `waiters` is guarded by `lock`. `count` is atomic, and
//   1. goes up, and down to 1 or more, by whoever wants, without the lock
//   2. becomes 0 under the lock only, and then all waiters are given their way (wait_list.h)
//   3. is looked at by waits under the lock only
// By 2 and 3 a waiter joins only while the count is not 0, and then who makes it 0 finds him; and who
// sees it at 0 sees it after the lock was given, the last touch of the group by who made it so.
// All changes are read-modify-writes, those of 1 release, and that to 0 acquires them.
#include <tarry/wait_group.h>

#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_wait_group Group;
typedef struct tarry_wait_group_wait__future Wait;

_Static_assert(sizeof(Group) == 16 && sizeof(Wait) == 40, "public layouts stay as they are");

void tarry_wait_group_add(Group *group, unsigned n) {
    uint32_t old = tarry__quick_fetch_add(tarry__atomic_u32(&group->count), n, relaxed);
    tarry__require(old <= UINT32_MAX - n, "tarry_wait_group_add: more than can be counted", group);
}

// 1. Takes one away, unless that leaves less than `least`; returns what there was.
static uint32_t take_one(Group *group, uint32_t least) {
    _Atomic uint32_t *place = tarry__atomic_u32(&group->count);
    uint32_t count = tarry__load(place, relaxed);
    while (count > least &&
           !tarry__quick_compare_exchange(place, &count, count - 1, acq_rel, relaxed)) {
    }
    return count;
}

void tarry_wait_group_done(Group *group) {
    if (take_one(group, 1) > 1) {
        return;
    }
    _Atomic uint32_t *lock = tarry__atomic_u32(&group->lock);
    tarry__lock_take(lock);
    uint32_t count = take_one(group, 0);
    if (count == 1) {
        tarry__wait_list_give_all(&group->waiters, 0);
    }
    tarry__lock_give(lock);
    tarry__require(count > 0, "tarry_wait_group_done: more are done than were added", group);
}

unsigned tarry_wait_group_count(const Group *group) {
    return tarry__load(tarry__atomic_u32((uint32_t *)(uintptr_t)&group->count), relaxed);
}

// Under the lock. True: the wait has ended.
static bool look(Wait *self, struct tarry_context *cx) {
    Group *group = self->group;
    self->result = 0;
    if (self->state == 0) {
        if (tarry_wait_group_count(group) == 0) {
            return true;
        }
        tarry__wait_list_push(&group->waiters, &self->waiter, cx->task);
        return false;
    }
    if (self->waiter.phase == TARRY__WAIT_GIVEN) {
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&group->waiters, &self->waiter);
    self->result = -ECANCELED;
    return true;
}

bool tarry_wait_group_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    if (self->state == 0 && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    _Atomic uint32_t *lock = tarry__atomic_u32(&self->group->lock);
    tarry__lock_take(lock);
    bool ended = look(self, cx);
    self->state = 1;
    tarry__lock_give(lock);
    return ended;
}

const struct tarry_function tarry_wait_group_wait__function = {
    .name = "tarry_wait_group_wait",
    .file = "tarry/wait_group.h",
    .poll = tarry_wait_group_wait__poll,
    .size = sizeof(Wait),
    .alignment = _Alignof(Wait),
    .result_size = sizeof(int),
    .state_offset = offsetof(Wait, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
