// What the compiler calls with -fsanitize=thread, and what models call: turned into operations, see
// checker.h.
#include "checker.h"

#include <string.h>

#define PC __builtin_return_address(0)

// ---- plain accesses ----

#define PLAIN(name, size, writes)                                                                  \
    void __tsan_##name(void *place);                                                               \
    void __tsan_##name(void *place) {                                                              \
        memory_plain((uintptr_t)place, size, writes, PC);                                          \
    }
#define PLAIN_SIZE(size)                                                                           \
    PLAIN(read##size, size, false)                                                                 \
    PLAIN(write##size, size, true)                                                                 \
    PLAIN(unaligned_read##size, size, false)                                                       \
    PLAIN(unaligned_write##size, size, true)                                                       \
    PLAIN(volatile_read##size, size, false)                                                        \
    PLAIN(volatile_write##size, size, true)
PLAIN_SIZE(1)
PLAIN_SIZE(2)
PLAIN_SIZE(4)
PLAIN_SIZE(8)
PLAIN_SIZE(16)

void __tsan_read_range(void *place, size_t size);
void __tsan_write_range(void *place, size_t size);
void *__tsan_memcpy(void *to, const void *from, size_t size);
void *__tsan_memmove(void *to, const void *from, size_t size);
void *__tsan_memset(void *to, int byte, size_t size);
void __tsan_init(void);
void __tsan_func_entry(void *pc);
void __tsan_func_exit(void);

void __tsan_read_range(void *place, size_t size) {
    memory_plain((uintptr_t)place, size, false, PC);
}

void __tsan_write_range(void *place, size_t size) {
    memory_plain((uintptr_t)place, size, true, PC);
}

void *__tsan_memcpy(void *to, const void *from, size_t size) {
    memory_plain((uintptr_t)from, size, false, PC);
    memory_plain((uintptr_t)to, size, true, PC);
    return memcpy(to, from, size);
}

void *__tsan_memmove(void *to, const void *from, size_t size) {
    memory_plain((uintptr_t)from, size, false, PC);
    memory_plain((uintptr_t)to, size, true, PC);
    return memmove(to, from, size);
}

void *__tsan_memset(void *to, int byte, size_t size) {
    memory_plain((uintptr_t)to, size, true, PC);
    return memset(to, byte, size);
}

void __tsan_init(void) {}

void __tsan_func_entry(void *pc) {
    (void)pc;
}

void __tsan_func_exit(void) {}

// ---- atomic operations ----

static enum order order_of(int order) {
    switch (order) {
    case __ATOMIC_RELAXED:
        return RELAXED;
    case __ATOMIC_CONSUME:
    case __ATOMIC_ACQUIRE:
        return ACQUIRE;
    case __ATOMIC_RELEASE:
        return RELEASE;
    case __ATOMIC_ACQ_REL:
        return ACQ_REL;
    default:
        return SEQ_CST;
    }
}

static struct location *begin(enum operation_kind kind, const volatile void *place, size_t size,
                              const void *pc) {
    struct location *location = memory_location(place, size, pc);
    explore_begin((struct operation){.kind = kind, .location = location, .pc = pc});
    return location;
}

static uint64_t to_exchange(uint64_t old, uint64_t argument) {
    (void)old;
    return argument;
}

static uint64_t to_add(uint64_t old, uint64_t argument) {
    return old + argument;
}

static uint64_t to_sub(uint64_t old, uint64_t argument) {
    return old - argument;
}

static uint64_t to_and(uint64_t old, uint64_t argument) {
    return old & argument;
}

static uint64_t to_or(uint64_t old, uint64_t argument) {
    return old | argument;
}

static uint64_t to_xor(uint64_t old, uint64_t argument) {
    return old ^ argument;
}

#define CHANGE(bits, name, function)                                                               \
    uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *place,                    \
                                                uint##bits##_t value, int order);                  \
    uint##bits##_t __tsan_atomic##bits##_##name(volatile uint##bits##_t *place,                    \
                                                uint##bits##_t value, int order) {                 \
        struct location *location = begin(OPERATION_CHANGE, place, sizeof value, PC);              \
        return (uint##bits##_t)memory_change(location, function, value, order_of(order), PC);      \
    }

#define COMPARE(bits, name, weak)                                                                  \
    int __tsan_atomic##bits##_compare_exchange_##name(                                             \
        volatile uint##bits##_t *place, uint##bits##_t *expected, uint##bits##_t value,            \
        int success, int failure);                                                                 \
    int __tsan_atomic##bits##_compare_exchange_##name(                                             \
        volatile uint##bits##_t *place, uint##bits##_t *expected, uint##bits##_t value,            \
        int success, int failure) {                                                                \
        struct location *location = begin(OPERATION_CHANGE, place, sizeof value, PC);              \
        uint64_t wide = *expected;                                                                 \
        bool done = memory_compare_exchange(location, &wide, value, order_of(success),             \
                                            order_of(failure), weak, PC);                          \
        *expected = (uint##bits##_t)wide;                                                          \
        return done;                                                                               \
    }

#define ATOMIC(bits)                                                                               \
    uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *place, int order);    \
    uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t *place, int order) {   \
        struct location *location = begin(OPERATION_LOAD, place, sizeof *place, PC);               \
        return (uint##bits##_t)memory_load(location, order_of(order), PC);                         \
    }                                                                                              \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *place, uint##bits##_t value,         \
                                     int order);                                                   \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *place, uint##bits##_t value,         \
                                     int order) {                                                  \
        struct location *location = begin(OPERATION_STORE, place, sizeof value, PC);               \
        memory_store(location, value, order_of(order), PC);                                        \
    }                                                                                              \
    CHANGE(bits, exchange, to_exchange)                                                            \
    CHANGE(bits, fetch_add, to_add)                                                                \
    CHANGE(bits, fetch_sub, to_sub)                                                                \
    CHANGE(bits, fetch_and, to_and)                                                                \
    CHANGE(bits, fetch_or, to_or)                                                                  \
    CHANGE(bits, fetch_xor, to_xor)                                                                \
    COMPARE(bits, strong, false)                                                                   \
    COMPARE(bits, weak, true)                                                                      \
    uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile uint##bits##_t *place, uint##bits##_t expected, uint##bits##_t value,             \
        int success, int failure);                                                                 \
    uint##bits##_t __tsan_atomic##bits##_compare_exchange_val(                                     \
        volatile uint##bits##_t *place, uint##bits##_t expected, uint##bits##_t value,             \
        int success, int failure) {                                                                \
        struct location *location = begin(OPERATION_CHANGE, place, sizeof value, PC);              \
        uint64_t wide = expected;                                                                  \
        memory_compare_exchange(location, &wide, value, order_of(success), order_of(failure),      \
                                false, PC);                                                        \
        return (uint##bits##_t)wide;                                                               \
    }

ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)

void __tsan_atomic_signal_fence(int order);
void __tsan_atomic_thread_fence(int order);

void __tsan_atomic_signal_fence(int order) {
    (void)order;
}

void __tsan_atomic_thread_fence(int order) {
    (void)order;
    report_failure("fence", "at %s: the checker knows no fences", report_line(PC));
}

// ---- what models call ----

void model_signal(struct model_signal *signal) {
    struct location *location = begin(OPERATION_CHANGE, &signal->set, sizeof signal->set, PC);
    memory_change(location, to_exchange, 1, ACQ_REL, PC);
}

static bool await(struct location *location, bool zero, bool timed, uint32_t value,
                  const void *pc) {
    explore_begin((struct operation){.kind = OPERATION_AWAIT,
                                     .location = location,
                                     .pc = pc,
                                     .awaits_zero = zero,
                                     .timed = timed});
    if (timed && explore_is_timed_out()) {
        report_step("time is up waiting for", memory_address(location), 0, false, pc);
        return false;
    }
    memory_change(location, to_exchange, value, ACQ_REL, pc);
    return true;
}

bool model_wait(struct model_signal *signal, bool timed) {
    return await(memory_location(&signal->set, sizeof signal->set, PC), false, timed, 0, PC);
}

void model_signal_bits(struct model_signal *signal, uint32_t bits) {
    struct location *location = begin(OPERATION_CHANGE, &signal->set, sizeof signal->set, PC);
    memory_change(location, to_or, bits, ACQ_REL, PC);
}

uint32_t model_wait_bits(struct model_signal *signal) {
    struct location *location = memory_location(&signal->set, sizeof signal->set, PC);
    explore_begin((struct operation){.kind = OPERATION_AWAIT, .location = location, .pc = PC});
    return (uint32_t)memory_change(location, to_exchange, 0, ACQ_REL, PC);
}

void model_lock_take(_Atomic(uint32_t) *lock) {
    await(memory_location(lock, sizeof *lock, PC), true, false, 1, PC);
}

void model_lock_give(_Atomic(uint32_t) *lock) {
    struct location *location = begin(OPERATION_STORE, lock, sizeof *lock, PC);
    memory_store(location, 0, RELEASE, PC);
}

void model_spin(void) {
    unsigned index;
    struct location *location = memory_last_load(&index);
    if (!location) {
        return;
    }
    explore_begin(
        (struct operation){.kind = OPERATION_SPIN, .location = location, .pc = PC, .index = index});
    memory_seen(location, index + 1);
}
