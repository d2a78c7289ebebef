// The memory door: every byte the runtime and the library take from the system or from malloc comes
// through here, so that a test can make the n-th allocation fail. The slabs, which hand out pieces
// of what they mapped, ask tarry__memory_fails too. All functions are safe from any thread.
#ifndef TARRY_BASE_MEMORY_H
#define TARRY_BASE_MEMORY_H

#include "base/atomic.h"

#include <stdbool.h>
#include <stddef.h>

// A test's fault injector: true makes the allocation of `size` bytes fail. NULL: none. Set it while
// no runtime runs.
typedef bool tarry__memory_fault(size_t size);
void tarry__memory_fault_set(tarry__memory_fault *fault);
extern _Atomic(tarry__memory_fault *) tarry__memory_fault_hook;
static inline bool tarry__memory_fails(size_t size) {
    tarry__memory_fault *fault = tarry__load(&tarry__memory_fault_hook, acquire);
    return __builtin_expect(fault != NULL, 0) && fault(size);
}

// tarry__memory_new returns `size` bytes aligned to `alignment` (a power of two), or NULL;
// tarry__memory_new_zeroed the same, zeroed. tarry__memory_free(NULL) is fine.
void *tarry__memory_new(size_t size, size_t alignment);
void *tarry__memory_new_zeroed(size_t size, size_t alignment);
void tarry__memory_free(void *memory);

// tarry__memory_map maps `size` zeroed bytes, a power of two, aligned to their size; NULL if there
// are none. tarry__memory_unmap gives exactly such a mapping back. tarry__memory_huge asks for huge
// pages in it.
void *tarry__memory_map(size_t size);
void tarry__memory_unmap(void *memory, size_t size);
void tarry__memory_huge(void *memory, size_t size);
// tarry__memory_populate asks for the pages of whole, mapped pages now, writable.
void tarry__memory_populate(void *memory, size_t size);

// ThreadSanitizer does not see what a library maps and unmaps with system calls of its own
// (liburing does): memory at an address that was another thread's before looks shared. These order
// the two: call the first after such a mapping appeared, the second before one goes. Without it
// they do nothing.
void tarry__memory_appeared(void);
void tarry__memory_vanishing(void);

// Under AddressSanitizer a slab tells which of its bytes nobody may touch. Otherwise these do
// nothing.
#if defined(__SANITIZE_ADDRESS__)
#define TARRY__ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TARRY__ADDRESS_SANITIZER 1
#endif
#endif

#ifdef TARRY__ADDRESS_SANITIZER
void tarry__memory_poison(const void *memory, size_t size);
void tarry__memory_unpoison(const void *memory, size_t size);
#else
static inline void tarry__memory_poison(const void *memory, size_t size) {
    (void)memory, (void)size;
}
static inline void tarry__memory_unpoison(const void *memory, size_t size) {
    (void)memory, (void)size;
}
#endif

#endif
