// The memory door, see memory.h.
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

_Atomic(tarry__memory_fault *) tarry__memory_fault_hook;

void tarry__memory_fault_set(tarry__memory_fault *fault) {
    tarry__store(&tarry__memory_fault_hook, fault, release);
}

void *tarry__memory_new(size_t size, size_t alignment) {
    if (tarry__memory_fails(size)) {
        return NULL;
    }
    if (alignment <= _Alignof(max_align_t)) {
        return malloc(size);
    }
    void *memory;
    return posix_memalign(&memory, alignment, size) == 0 ? memory : NULL;
}

void *tarry__memory_new_zeroed(size_t size, size_t alignment) {
    void *memory = tarry__memory_new(size, alignment);
    if (memory) {
        memset(memory, 0, size);
    }
    return memory;
}

void tarry__memory_free(void *memory) {
    free(memory);
}

// What tasks keep in their frames must count as reachable for the leak checker, which looks into no
// mapping unasked.
#ifdef TARRY__ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>

static void mapped(void *memory, size_t size) {
    __lsan_register_root_region(memory, size);
}

static void unmapping(void *memory, size_t size) {
    __lsan_unregister_root_region(memory, size);
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
}

void tarry__memory_poison(const void *memory, size_t size) {
    ASAN_POISON_MEMORY_REGION(memory, size);
}

void tarry__memory_unpoison(const void *memory, size_t size) {
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
}
#else
static void mapped(void *memory, size_t size) {
    (void)memory, (void)size;
}

static void unmapping(void *memory, size_t size) {
    (void)memory, (void)size;
}
#endif

static void *map_pages(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void *tarry__memory_map(size_t size) {
    if (tarry__memory_fails(size)) {
        return NULL;
    }
    char *memory = map_pages(size); // aligned already more often than not
    if (memory && (uintptr_t)memory % size != 0) {
        munmap(memory, size);
        char *wide = map_pages(2 * size);
        if (!wide) {
            return NULL;
        }
        size_t before = (size - (uintptr_t)wide % size) % size;
        if (before > 0) {
            munmap(wide, before);
        }
        memory = wide + before;
        munmap(memory + size, size - before);
    }
    if (memory) {
        mapped(memory, size);
    }
    return memory;
}

void tarry__memory_unmap(void *memory, size_t size) {
    unmapping(memory, size);
    munmap(memory, size);
}

// Wishes: whether they are granted does not matter.
void tarry__memory_huge(void *memory, size_t size) {
    madvise(memory, size, MADV_HUGEPAGE);
}

void tarry__memory_populate(void *memory, size_t size) {
#ifdef MADV_POPULATE_WRITE
    madvise(memory, size, MADV_POPULATE_WRITE);
#else
    (void)memory, (void)size;
#endif
}

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define THREAD_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_THREAD__) || defined(THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>

static char mappings; // stands for the address space

void tarry__memory_appeared(void) {
    __tsan_acquire(&mappings);
}

void tarry__memory_vanishing(void) {
    __tsan_release(&mappings);
}
#else
void tarry__memory_appeared(void) {}

void tarry__memory_vanishing(void) {}
#endif
