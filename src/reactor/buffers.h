// Buffers that are held only while there is data in them. A read without a buffer of its own (TARRY__OPERATION_POOLED) is
// given one when there is something to read; whoever takes it out of the operation owns it, and gives it back to the
// reactor of whatever worker he is on by then. Each reactor keeps a few; the owner's thread only.
#ifndef TARRY_REACTOR_BUFFERS_H
#define TARRY_REACTOR_BUFFERS_H

// TARRY_READER_SIZE of tarry/io.h.
#define TARRY__BUFFER_SIZE 4096

// So many lie ready at most; the rest goes back to the allocator.
#define TARRY__BUFFERS_KEPT 64

struct tarry__buffers {
    void *first; // each begins with a pointer to the next one
    unsigned count;
};

// tarry__buffers_take returns one of TARRY__BUFFER_SIZE bytes, or NULL: no memory.
void *tarry__buffers_take(struct tarry__buffers *buffers);
// tarry__buffers_give takes it back. NULL is fine. `buffers` NULL: on a thread that is no worker.
void tarry__buffers_give(struct tarry__buffers *buffers, void *buffer);
// tarry__buffers_destroy: zeroed is fine.
void tarry__buffers_destroy(struct tarry__buffers *buffers);

#endif
