// The timer wheel, see timer.h.
#include "runtime/timer.h"

#include <assert.h>

typedef struct tarry__timer_wheel Wheel;
typedef struct tarry_timer Timer;
typedef struct tarry_timer_link Link;

enum { SLOT_BITS = 8 };

_Static_assert(1 << SLOT_BITS == TARRY__TIMER_SLOTS, "a level is a byte of the tick");
_Static_assert(63 - TARRY__TIMER_TICK_SHIFT <= SLOT_BITS * TARRY__TIMER_LEVELS,
               "INT64_MAX has a slot");

static const uint64_t tick_max = (UINT64_C(1) << (SLOT_BITS * TARRY__TIMER_LEVELS)) - 1;

// ---- lists ----

static void list_init(Link *head) {
    head->next = head;
    head->previous = head;
}

static bool list_is_empty(const Link *head) {
    return head->next == head;
}

static void list_append(Link *head, Link *link) {
    link->next = head;
    link->previous = head->previous;
    head->previous->next = link;
    head->previous = link;
}

static void list_remove(Link *link) {
    link->previous->next = link->next;
    link->next->previous = link->previous;
}

static Timer *list_first(const Link *head) {
    return (Timer *)head->next; // the link is a timer's first member
}

// ---- slots ----

// The first tick that does not start before `deadline`.
static uint64_t tick_of(int64_t deadline) {
    if (deadline <= 0) {
        return 0;
    }
    uint64_t round_up = (UINT64_C(1) << TARRY__TIMER_TICK_SHIFT) - 1;
    uint64_t tick = ((uint64_t)deadline + round_up) >> TARRY__TIMER_TICK_SHIFT;
    return tick < tick_max ? tick : tick_max;
}

static void place(Wheel *wheel, Timer *timer) {
    uint64_t tick = tick_of(timer->deadline);
    if (tick <= wheel->current) {
        list_append(&wheel->due, &timer->link);
        return;
    }
    unsigned level = (63 - (unsigned)__builtin_clzll(tick ^ wheel->current)) / SLOT_BITS;
    unsigned slot = (unsigned)(tick >> (SLOT_BITS * level)) % TARRY__TIMER_SLOTS;
    uint64_t *word = &wheel->occupied[level][slot / 64], bit = UINT64_C(1) << slot % 64;
    Link *head = &wheel->slots[level][slot];
    if (!(*word & bit)) {
        list_init(head);
        *word |= bit;
    }
    list_append(head, &timer->link);
}

// Clears the bit of the slot whose head this is, if it is a slot's.
static void mark_empty(Wheel *wheel, const Link *head) {
    if (head < &wheel->slots[0][0] ||
        head > &wheel->slots[TARRY__TIMER_LEVELS - 1][TARRY__TIMER_SLOTS - 1]) {
        return;
    }
    unsigned index = (unsigned)(head - &wheel->slots[0][0]);
    unsigned slot = index % TARRY__TIMER_SLOTS;
    wheel->occupied[index / TARRY__TIMER_SLOTS][slot / 64] &= ~(UINT64_C(1) << slot % 64);
}

// Finds the slot entered next: lower levels come before higher ones, lower slots before higher
// ones. Returns its start.
static uint64_t next_slot(const Wheel *wheel, unsigned *out_level, unsigned *out_slot) {
    for (unsigned level = 0; level < TARRY__TIMER_LEVELS; level++) {
        for (unsigned i = 0; i < TARRY__TIMER_SLOTS / 64; i++) {
            if (wheel->occupied[level][i] != 0) {
                unsigned slot = i * 64 + (unsigned)__builtin_ctzll(wheel->occupied[level][i]);
                uint64_t above = ~((UINT64_C(1) << (SLOT_BITS * (level + 1))) - 1);
                *out_level = level;
                *out_slot = slot;
                return (wheel->current & above) | (uint64_t)slot << (SLOT_BITS * level);
            }
        }
    }
    return UINT64_MAX;
}

// Enters the next slot that starts at `tick` or before. False if there is none.
static bool enter_slot(Wheel *wheel, uint64_t tick) {
    unsigned level, slot;
    uint64_t start = next_slot(wheel, &level, &slot);
    if (start > tick) {
        wheel->current = tick > wheel->current ? tick : wheel->current;
        return false;
    }
    wheel->current = start;
    Link *head = &wheel->slots[level][slot], *to = level == 0 ? &wheel->due : &wheel->moving;
    to->next = head->next;
    to->previous = head->previous;
    to->next->previous = to;
    to->previous->next = to;
    mark_empty(wheel, head);
    return true;
}

// ---- what the worker calls ----

void tarry__timer_wheel_init(Wheel *wheel, int64_t now) {
    wheel->current = (uint64_t)now >> TARRY__TIMER_TICK_SHIFT;
    wheel->count = 0;
    list_init(&wheel->due);
    list_init(&wheel->moving);
    for (unsigned level = 0; level < TARRY__TIMER_LEVELS; level++) {
        for (unsigned i = 0; i < TARRY__TIMER_SLOTS / 64; i++) {
            wheel->occupied[level][i] = 0;
        }
    }
}

void tarry__timer_arm(Wheel *wheel, Timer *timer) {
    wheel->count++;
    place(wheel, timer);
}

void tarry__timer_cancel(Wheel *wheel, Timer *timer) {
    assert(wheel->count > 0);
    wheel->count--;
    list_remove(&timer->link);
    if (timer->link.next ==
        timer->link.previous) { // both the head: its list is empty now, or this was one of two
        if (list_is_empty(timer->link.next)) {
            mark_empty(wheel, timer->link.next);
        }
    }
}

Timer *tarry__timer_take(Wheel *wheel, int64_t now, unsigned *work) {
    uint64_t tick = (uint64_t)now >> TARRY__TIMER_TICK_SHIFT;
    for (; *work > 0; --*work) {
        if (!list_is_empty(&wheel->due)) {
            Timer *timer = list_first(&wheel->due);
            list_remove(&timer->link);
            wheel->count--;
            --*work;
            return timer;
        }
        if (!list_is_empty(&wheel->moving)) {
            Timer *timer = list_first(&wheel->moving);
            list_remove(&timer->link);
            place(wheel, timer);
        } else if (!enter_slot(wheel, tick)) {
            return NULL;
        }
    }
    return NULL;
}

int64_t tarry__timer_next(const Wheel *wheel) {
    if (!list_is_empty(&wheel->due) || !list_is_empty(&wheel->moving)) {
        return INT64_MIN;
    }
    unsigned level, slot;
    uint64_t start = next_slot(wheel, &level, &slot);
    return start == UINT64_MAX ? INT64_MAX : (int64_t)(start << TARRY__TIMER_TICK_SHIFT);
}

// ---- for a paused clock ----

static int64_t first_of(const Link *head, int64_t first) {
    for (const Link *link = head->next; link != head; link = link->next) {
        int64_t deadline = ((const Timer *)link)->deadline;
        first = deadline < first ? deadline : first;
    }
    return first;
}

// The slot entered next: what lies in it comes before what lies in any other.
static const Link *next_head(const Wheel *wheel) {
    unsigned level, slot;
    return next_slot(wheel, &level, &slot) == UINT64_MAX ? NULL : &wheel->slots[level][slot];
}

int64_t tarry__timer_first(const Wheel *wheel) {
    int64_t first = first_of(&wheel->moving, first_of(&wheel->due, INT64_MAX));
    const Link *head = next_head(wheel);
    return head ? first_of(head, first) : first;
}

Timer *tarry__timer_take_early(Wheel *wheel, int64_t now) {
    const Link *head = next_head(wheel);
    for (Link *link = head ? head->next : NULL; link && link != head; link = link->next) {
        Timer *timer = (Timer *)link;
        if (timer->deadline <= now) {
            tarry__timer_cancel(wheel, timer);
            return timer;
        }
    }
    return NULL;
}
