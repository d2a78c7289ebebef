// The checker itself: litmus tests of the C11 memory model. Each outcome it allows has to be seen,
// and no other.
#include "model.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static _Atomic int x, y;
static int plain;
static int seen[4];
static unsigned long outcomes; // one bit for each
static memory_order store_order, load_order;

#define LOAD(place) atomic_load_explicit(&(place), load_order)
#define STORE(place, value) atomic_store_explicit(&(place), value, store_order)

static void reset(void) {
    x = y = plain = 0;
    for (int i = 0; i < 4; i++) {
        seen[i] = 0;
    }
}

static void expect(const char *name, void (*begin)(void), void (*end)(void), unsigned long wanted) {
    outcomes = 0;
    model_run(name, begin, end, NULL);
    if (outcomes != wanted) {
        printf("%s: outcomes %#lx, not %#lx\n", name, outcomes, wanted);
        exit(1);
    }
}

static void note(void) {
    outcomes |= 1ul << (seen[0] + 2 * seen[1] + 4 * seen[2] + 8 * seen[3]);
}

static void note_wide(void) {
    outcomes |= 1ul << (seen[0] + 4 * seen[1]);
}

// ---- store buffering ----

static void sb_0(void *argument) {
    (void)argument;
    STORE(x, 1);
    seen[0] = LOAD(y);
}

static void sb_1(void *argument) {
    (void)argument;
    STORE(y, 1);
    seen[1] = LOAD(x);
}

static void sb(void) {
    reset();
    model_thread("0", sb_0, NULL);
    model_thread("1", sb_1, NULL);
}

static void exchange_0(void *argument) {
    (void)argument;
    atomic_exchange_explicit(&x, 1, memory_order_acq_rel);
    seen[0] = LOAD(y);
}

static void exchange_1(void *argument) {
    (void)argument;
    atomic_exchange_explicit(&y, 1, memory_order_acq_rel);
    seen[1] = LOAD(x);
}

static void sb_exchange(void) {
    reset();
    model_thread("0", exchange_0, NULL);
    model_thread("1", exchange_1, NULL);
}

// ---- message passing ----

static void mp_0(void *argument) {
    (void)argument;
    atomic_store_explicit(&x, 1, memory_order_relaxed);
    STORE(y, 1);
}

static void mp_1(void *argument) {
    (void)argument;
    seen[0] = LOAD(y);
    seen[1] = atomic_load_explicit(&x, memory_order_relaxed);
}

static void mp(void) {
    reset();
    model_thread("0", mp_0, NULL);
    model_thread("1", mp_1, NULL);
}

// The same through a third thread's relaxed exchange, which carries the release on, and through its
// store, which does not.
static bool by_store;

static void relay(void *argument) {
    (void)argument;
    if (by_store) {
        if (atomic_load_explicit(&y, memory_order_relaxed) == 1) {
            atomic_store_explicit(&y, 2, memory_order_relaxed);
        }
    } else {
        int one = 1;
        atomic_compare_exchange_strong_explicit(&y, &one, 2, memory_order_relaxed,
                                                memory_order_relaxed);
    }
}

static void mp_relay(void) {
    mp();
    model_thread("2", relay, NULL);
}

// ---- coherence ----

static void write_1(void *argument) {
    (void)argument;
    STORE(x, 1);
}

static void write_2(void *argument) {
    (void)argument;
    STORE(x, 2);
}

static void read_twice(void *argument) {
    (void)argument;
    seen[0] = LOAD(x);
    seen[1] = LOAD(x);
}

static void coherence(void) {
    reset();
    model_thread("0", write_1, NULL);
    model_thread("1", read_twice, NULL);
}

static void coherence_2(void) {
    reset();
    model_thread("0", write_1, NULL);
    model_thread("1", write_2, NULL);
    model_thread("2", read_twice, NULL);
}

// ---- independent reads of independent writes ----

static void write_y(void *argument) {
    (void)argument;
    STORE(y, 1);
}

static void read_x_y(void *argument) {
    (void)argument;
    seen[0] = LOAD(x);
    seen[1] = LOAD(y);
}

static void read_y_x(void *argument) {
    (void)argument;
    seen[2] = LOAD(y);
    seen[3] = LOAD(x);
}

static void iriw(void) {
    reset();
    model_thread("0", write_1, NULL);
    model_thread("1", write_y, NULL);
    model_thread("2", read_x_y, NULL);
    model_thread("3", read_y_x, NULL);
}

// ---- counting and locks ----

static void add(void *argument) {
    (void)argument;
    atomic_fetch_add_explicit(&x, 1, memory_order_relaxed);
}

static void adding(void) {
    reset();
    model_thread("0", add, NULL);
    model_thread("1", add, NULL);
    model_thread("2", add, NULL);
}

static void note_x(void) {
    outcomes |= 1ul << x;
}

static _Atomic uint32_t lock;

static void locked(void *argument) {
    (void)argument;
    model_lock_take(&lock);
    int before = plain;
    plain = before + 1;
    model_lock_give(&lock);
}

static void locking(void) {
    reset();
    lock = 0;
    model_thread("0", locked, NULL);
    model_thread("1", locked, NULL);
    model_thread("2", locked, NULL);
}

static void note_plain(void) {
    outcomes |= 1ul << plain;
}

int main(void) {
    enum { ALL = 0xf };
    store_order = memory_order_release, load_order = memory_order_acquire;
    expect("SB, release and acquire", sb, note, ALL);
    expect("SB, exchanges", sb_exchange, note, ALL);
    expect("MP, release and acquire", mp, note, ALL & ~2ul);
    by_store = false;
    expect("MP through an exchange", mp_relay, note_wide, 1 << 0 | 1 << 4 | 1 << 5 | 1 << 6);
    by_store = true;
    expect("MP through a store", mp_relay, note_wide, 1 << 0 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 2);
    expect("IRIW, release and acquire", iriw, note, 0xffff);
    store_order = memory_order_seq_cst, load_order = memory_order_seq_cst;
    expect("SB, seq_cst", sb, note, ALL & ~1ul);
    expect("MP, seq_cst", mp, note, ALL & ~2ul);
    expect("IRIW, seq_cst", iriw, note, 0xffff & ~(1ul << (1 + 4)));
    store_order = memory_order_relaxed, load_order = memory_order_relaxed;
    expect("MP, relaxed", mp, note, ALL);
    expect("CoRR, relaxed", coherence, note_wide, 1 << 0 | 1 << 4 | 1 << 5);
    expect("CoRR with two writers, relaxed", coherence_2, note_wide,
           1 << 0 | 1 << 4 | 1 << 8 | 1 << 5 | 1 << 10 | 1 << (1 + 8) | 1 << (2 + 4));
    expect("three additions", adding, note_x, 1 << 3);
    expect("three in a lock", locking, note_plain, 1 << 3);
    return 0;
}
