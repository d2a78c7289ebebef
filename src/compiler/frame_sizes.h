// How large frames are, and what takes the room. tarrycc knows no sizes: it asks the C compiler, by
// having it compile a probe to assembler text, which works for every machine it compiles for.
#ifndef TARRY_COMPILER_FRAME_SIZES_H
#define TARRY_COMPILER_FRAME_SIZES_H

#include "compiler/compiler.h"

// frame_probe appends the translated text and, behind it, what makes a compiler print sizes.
void frame_probe(struct compilation *c, struct buffer *out);
// frame_sizes_read takes the sizes out of the assembler text. false: they are not all there.
bool frame_sizes_read(struct compilation *c, const char *text);
// frame_sizes_print lists each future's members by their place.
void frame_sizes_print(struct compilation *c, FILE *out);
// frame_sizes_check warns of each future of more than `limit` bytes.
void frame_sizes_check(struct compilation *c, uint64_t limit);

#endif
