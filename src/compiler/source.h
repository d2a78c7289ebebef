// The part of a source that only the lexer and the diagnostics need.
#ifndef TARRY_COMPILER_SOURCE_H
#define TARRY_COMPILER_SOURCE_H

#include "compiler/compiler.h"

// source_add_marker says: the line that begins at `offset` is line `line` of `file`. In order of
// offset.
void source_add_marker(struct source *source, uint32_t offset, const char *file, uint32_t line,
                       uint8_t flags);

// source_marker_file returns the file named by the last marker, the main file before the first.
const char *source_marker_file(const struct source *source);

// source_line_start returns where the line that contains `offset` begins in the preprocessed text.
uint32_t source_line_start(const struct source *source, uint32_t offset);

// source_in_system_header tells whether `offset` lies in a system header. A system header's macro
// used in another file does not, though the line marker in front of what it became says so.
bool source_in_system_header(const struct source *source, uint32_t offset);

#endif
