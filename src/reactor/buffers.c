// See buffers.h.
#include "reactor/buffers.h"

#include "base/memory.h"

#include <stddef.h>

void *tarry__buffers_take(struct tarry__buffers *buffers) {
    void *buffer = buffers->first;
    if (!buffer) {
        return tarry__memory_new(TARRY__BUFFER_SIZE, sizeof(void *));
    }
    buffers->first = *(void **)buffer;
    buffers->count--;
    return buffer;
}

void tarry__buffers_give(struct tarry__buffers *buffers, void *buffer) {
    if (!buffer) {
        return;
    }
    if (!buffers || buffers->count == TARRY__BUFFERS_KEPT) {
        tarry__memory_free(buffer);
        return;
    }
    *(void **)buffer = buffers->first;
    buffers->first = buffer;
    buffers->count++;
}

void tarry__buffers_destroy(struct tarry__buffers *buffers) {
    while (buffers->first) {
        void *buffer = buffers->first;
        buffers->first = *(void **)buffer;
        tarry__memory_free(buffer);
    }
    buffers->count = 0;
}
