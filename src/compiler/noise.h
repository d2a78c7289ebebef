// Warnings of the C compiler's that generated code sets off where the user's own text would not: the
// resume points are jumps over declarations, the poll function begins with statements. Where the
// command line asks for such a warning it is off in the text of async functions, and in no other.
#ifndef TARRY_COMPILER_NOISE_H
#define TARRY_COMPILER_NOISE_H

#include "compiler/compiler.h"

// noise_note_option looks at one word of the command line.
void noise_note_option(struct noise *noise, const char *word);

// noise_print_pragmas adds the lines that switch off what was asked for.
void noise_print_pragmas(const struct noise *noise, bool is_clang, struct buffer *out);

#endif
