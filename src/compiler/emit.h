// The printer of generated code: user's tokens on their own lines, generated text between them on
// the same line.
//
// After every token the printer knows which source line the compiler believes to read. A token of
// another line is preceded by newlines or by a line marker, so compiler messages, debuggers and
// coverage point at the source as it was written.
#ifndef TARRY_COMPILER_EMIT_H
#define TARRY_COMPILER_EMIT_H

#include "compiler/compiler.h"

struct emitter {
    struct compilation *c;
    struct buffer *out;
    const char *file; // NULL: nothing known, the next token needs a marker
    uint32_t line;
    uint8_t flags;
    uint32_t last_token;
};

// emit_line moves to the line of a token without printing it.
void emit_line(struct emitter *e, uint32_t token);
void emit_token(struct emitter *e, uint32_t token);
// emit prints generated text, which holds no newline.
void emit(struct emitter *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
// emit_edited appends a token as it has to stand in the output, see enum token_edit.
void emit_edited(const struct compilation *c, struct buffer *out, const struct token *token);
// emit_in_place prints generated text in the place of a token, on its line and as close to its
// neighbours.
void emit_in_place(struct emitter *e, uint32_t first, uint32_t end, const char *text);

#endif
