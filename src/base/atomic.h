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
