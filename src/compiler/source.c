// The preprocessed text and its line table: where each line begins, and which line of which file
// the markers say it is.
#include "compiler/source.h"

#include <stdlib.h>
#include <string.h>

struct marker {
    uint32_t offset; // of the first line it speaks about
    uint32_t line;
    const char *file;
    uint8_t flags;
};

struct source {
    struct arena *arena;
    const char *text;
    size_t length;
    uint32_t *line_starts;
    uint32_t line_count, line_capacity;
    struct marker *markers; // markers[0] stands for the text before the first one
    uint32_t marker_count, marker_capacity;
};

static void *grow(struct arena *arena, void *old, uint32_t *capacity, size_t size) {
    void *bigger = arena_allocate(arena, size * *capacity * 2);
    memcpy(bigger, old, size * *capacity);
    *capacity *= 2;
    return bigger;
}

static void add_line(struct source *source, size_t offset) {
    if (source->line_count == source->line_capacity) {
        source->line_starts = grow(source->arena, source->line_starts, &source->line_capacity,
                                   sizeof *source->line_starts);
    }
    source->line_starts[source->line_count++] = (uint32_t)offset;
}

struct source *source_new(struct arena *arena, const char *text, size_t length,
                          const char *main_file) {
    struct source *source = arena_allocate(arena, sizeof *source);
    *source = (struct source){.arena = arena, .text = text, .length = length};
    source->line_capacity = (uint32_t)(length / 64) + 64;
    source->line_starts =
        arena_allocate(arena, source->line_capacity * sizeof *source->line_starts);
    source->marker_capacity = 256;
    source->markers = arena_allocate(arena, source->marker_capacity * sizeof *source->markers);
    add_line(source, 0);
    const char *end = text + length;
    for (const char *at = text; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL;) {
        add_line(source, (size_t)(++at - text));
    }
    source_add_marker(source, 0, main_file, 1, 0);
    return source;
}

const char *source_text(const struct source *source) {
    return source->text;
}

size_t source_length(const struct source *source) {
    return source->length;
}

void source_add_marker(struct source *source, uint32_t offset, const char *file, uint32_t line,
                       uint8_t flags) {
    if (source->marker_count == source->marker_capacity) {
        source->markers =
            grow(source->arena, source->markers, &source->marker_capacity, sizeof *source->markers);
    }
    source->markers[source->marker_count++] =
        (struct marker){.offset = offset, .line = line, .file = file, .flags = flags};
}

const char *source_marker_file(const struct source *source) {
    return source->markers[source->marker_count - 1].file;
}

static uint32_t line_index(const struct source *source, uint32_t offset) {
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t source_line_start(const struct source *source, uint32_t offset) {
    return source->line_starts[line_index(source, offset)];
}

static const struct marker *marker_at(const struct source *source, uint32_t offset) {
    uint32_t low = 0, high = source->marker_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->markers[middle].offset <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &source->markers[low];
}

struct location source_locate(const struct source *source, uint32_t offset) {
    const struct marker *marker = marker_at(source, offset);
    uint32_t line = line_index(source, offset);
    return (struct location){
        .file = marker->file,
        .line = marker->line + line - line_index(source, marker->offset),
        .column = offset - source->line_starts[line] + 1,
        .flags = marker->flags,
    };
}

bool source_in_system_header(const struct source *source, uint32_t offset) {
    const struct marker *marker = marker_at(source, offset);
    if (!(marker->flags & SOURCE_SYSTEM_HEADER)) {
        return false;
    }
    for (const struct marker *other = source->markers; other < marker; other++) {
        if (!(other->flags & SOURCE_SYSTEM_HEADER) && strcmp(other->file, marker->file) == 0) {
            return false;
        }
    }
    return true;
}
