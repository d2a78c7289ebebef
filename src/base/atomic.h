// The atomics door: C11 atomics under names that carry their order, and nothing else, so that an
// interleaving checker can stand behind them. No fences: ThreadSanitizer does not see them. Where
// two threads each write one word and then look at the other's (Dekker), both the write and the
// look are seq_cst.
#ifndef TARRY_BASE_ATOMIC_H
#define TARRY_BASE_ATOMIC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define tarry__load(place, order) atomic_load_explicit((place), memory_order_##order)
#define tarry__store(place, value, order)                                                          \
    atomic_store_explicit((place), (value), memory_order_##order)
#define tarry__exchange(place, value, order)                                                       \
    atomic_exchange_explicit((place), (value), memory_order_##order)
#define tarry__fetch_add(place, value, order)                                                      \
    atomic_fetch_add_explicit((place), (value), memory_order_##order)
#define tarry__fetch_sub(place, value, order)                                                      \
    atomic_fetch_sub_explicit((place), (value), memory_order_##order)
#define tarry__fetch_or(place, value, order)                                                       \
    atomic_fetch_or_explicit((place), (value), memory_order_##order)
#define tarry__fetch_and(place, value, order)                                                      \
    atomic_fetch_and_explicit((place), (value), memory_order_##order)
#define tarry__fetch_xor(place, value, order)                                                      \
    atomic_fetch_xor_explicit((place), (value), memory_order_##order)
#define tarry__compare_exchange(place, expected, value, success, failure)                          \
    atomic_compare_exchange_strong_explicit((place), (expected), (value), memory_order_##success,  \
                                            memory_order_##failure)
#define tarry__compare_exchange_weak(place, expected, value, success, failure)                     \
    atomic_compare_exchange_weak_explicit((place), (expected), (value), memory_order_##success,    \
                                          memory_order_##failure)

// tarry__is_alone: whether the process has only this thread, as a program with one worker mostly has.
// As the C library sees it: it is false before another thread that it starts can run. An interleaving
// checker, whose threads are none, defines TARRY__NEVER_ALONE.
#if defined(__has_include) && !defined(TARRY__NEVER_ALONE)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define TARRY__KNOWS_ALONE
#endif
#endif
static inline bool tarry__is_alone(void) {
#ifdef TARRY__KNOWS_ALONE
    return __libc_single_threaded;
#else
    return false;
#endif
}

// Read-modify-writes that are none while the process has one thread: a load and a store cost a tenth.
// For words that no signal handler writes.
#define TARRY__QUICK(place, new_value, otherwise)                                                  \
    __extension__({                                                                                \
        __typeof__(place) place_ = (place);                                                        \
        __typeof__(tarry__load(place_, relaxed)) old_;                                             \
        if (tarry__is_alone()) {                                                                   \
            old_ = tarry__load(place_, relaxed);                                                   \
            tarry__store(place_, new_value, relaxed);                                              \
        } else {                                                                                   \
            old_ = otherwise;                                                                      \
        }                                                                                          \
        old_;                                                                                      \
    })
#define tarry__quick_exchange(place, value, order)                                                 \
    TARRY__QUICK(place, value, tarry__exchange(place_, value, order))
#define tarry__quick_fetch_add(place, value, order)                                                \
    TARRY__QUICK(place, old_ + (value), tarry__fetch_add(place_, value, order))
#define tarry__quick_fetch_or(place, value, order)                                                 \
    TARRY__QUICK(place, old_ | (value), tarry__fetch_or(place_, value, order))
#define tarry__quick_fetch_and(place, value, order)                                                \
    TARRY__QUICK(place, old_ &(value), tarry__fetch_and(place_, value, order))
#define tarry__quick_fetch_xor(place, value, order)                                                \
    TARRY__QUICK(place, old_ ^ (value), tarry__fetch_xor(place_, value, order))
#define tarry__quick_compare_exchange(place, expected, value, success, failure)                    \
    __extension__({                                                                                \
        __typeof__(place) place_ = (place);                                                        \
        __typeof__(expected) expected_ = (expected);                                               \
        bool done_;                                                                                \
        if (tarry__is_alone()) {                                                                   \
            __typeof__(*expected_) old_ = tarry__load(place_, relaxed);                            \
            done_ = old_ == *expected_;                                                            \
            *expected_ = old_;                                                                     \
            if (done_) {                                                                           \
                tarry__store(place_, value, relaxed);                                              \
            }                                                                                      \
        } else {                                                                                   \
            done_ = tarry__compare_exchange(place_, expected_, value, success, failure);           \
        }                                                                                          \
        done_;                                                                                     \
    })

// The store in the quick side of Dekker's pattern (it stores one word, then looks at the other's with
// seq_cst), if the other side calls tarry__system_barrier between its own store and look. An
// interleaving checker knows no such barrier: it has to be seq_cst for it.
#ifdef TARRY__NEVER_ALONE
#define tarry__store_quickly(place, value) tarry__store(place, value, seq_cst)
#else
#define tarry__store_quickly(place, value)                                                         \
    (tarry__store(place, value, relaxed), atomic_signal_fence(memory_order_seq_cst))
#endif

// Words in public structs, which C++ must be able to read, are plain there and atomic here.
static inline _Atomic uint32_t *tarry__atomic_u32(uint32_t *place) {
    return (_Atomic uint32_t *)place;
}

static inline _Atomic(uintptr_t) *tarry__atomic_word(uintptr_t *place) {
    return (_Atomic(uintptr_t) *)place;
}

static inline _Atomic uint8_t *tarry__atomic_u8(uint8_t *place) {
    return (_Atomic uint8_t *)place;
}

static inline _Atomic size_t *tarry__atomic_size(size_t *place) {
    return (_Atomic size_t *)place;
}

static inline void tarry__cpu_relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
    __asm__ volatile("yield");
#endif
}

#endif
