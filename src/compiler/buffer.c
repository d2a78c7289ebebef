// A growing text.
#include "compiler/compiler.h"

#include <stdlib.h>
#include <string.h>

static void reserve(struct buffer *buffer, size_t more) {
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity) {
        return;
    }
    size_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
    while (capacity < needed) {
        capacity += capacity / 2;
    }
    buffer->data = realloc(buffer->data, capacity);
    if (buffer->data == NULL) {
        out_of_memory();
    }
    buffer->capacity = capacity;
}

void buffer_append(struct buffer *buffer, const char *text, size_t length) {
    reserve(buffer, length);
    if (length > 0) {
        memcpy(buffer->data + buffer->length, text, length);
    }
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_print(struct buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    reserve(buffer, (size_t)length);
    vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
    va_end(again);
    va_end(arguments);
}

void buffer_destroy(struct buffer *buffer) {
    free(buffer->data);
    *buffer = (struct buffer){0};
}
