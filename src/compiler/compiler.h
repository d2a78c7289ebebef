// What the passes of tarrycc share: one compilation, its arena, its output buffer, its diagnostics;
// and the passes themselves, in the order translate() runs them. Each pass reads what the earlier
// ones left in the compilation.
#ifndef TARRY_COMPILER_COMPILER_H
#define TARRY_COMPILER_COMPILER_H

#include "compiler/ast.h"

#include <stdarg.h>
#include <stdio.h>

// ---- memory: everything of a compilation lives until its end (arena.c) ----
struct arena;
struct arena *arena_new(void);
void out_of_memory(void) __attribute__((noreturn)); // says so and exits
void arena_free(struct arena *arena);
void *arena_allocate(struct arena *arena,
                     size_t size); // zeroed; exits with a message when memory is out
// arena_grow returns the array with room for one element more; its capacity is a power of two.
void *arena_grow(struct arena *arena, void *array, uint32_t count, size_t element_size);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *arena_intern(struct arena *arena, const char *text,
                         size_t length); // equal strings, equal pointers

// ---- a growing text (buffer.c) ----
struct buffer {
    char *data; // always 0-terminated once written to
    size_t length, capacity;
};
void buffer_append(struct buffer *buffer, const char *text, size_t length);
void buffer_print(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_destroy(struct buffer *buffer);

// ---- the preprocessed text and where its lines come from (source.c) ----
struct location {
    const char *file; // as the line marker names it
    uint32_t line;    // 1-based
    uint32_t column;  // 1-based, in the preprocessed line
    uint8_t flags;    // line marker flags in force: SOURCE_SYSTEM_HEADER, ...
};
enum { SOURCE_SYSTEM_HEADER = 1, SOURCE_EXTERN_C = 2 };
struct source;
struct source *source_new(struct arena *arena, const char *text, size_t length,
                          const char *main_file);
const char *source_text(const struct source *source);
size_t source_length(const struct source *source);
struct location source_locate(const struct source *source, uint32_t offset);

// ---- one run ----
// Of the C compiler's warnings those that are asked for and that generated code sets off (noise.h).
struct noise {
    uint32_t asked; // bit i: entry i of the table in noise.c
};

struct compilation {
    struct arena *arena;
    struct source *source;
    struct token_list tokens;
    struct translation_unit unit;
    struct diagnostics *diagnostics;
    struct buffer output;
    const char *dump;                       // --dump=PASS, or NULL
    const struct warning_options *warnings; // NULL: the defaults
    const struct noise *noise;              // NULL: nothing was asked for
    bool is_clang;                          // what the generated code is for
    bool is_for_debugger; // -g unoptimised: each variable keeps its value while it has a name
    struct warning_pragma *warning_pragmas; // warnings.c
    uint32_t warning_pragma_count;
    struct function_mark *marks; // annotations.c
    uint32_t mark_count;
    // What is for tarrycc alone and no token: its pragmas and annotations. In order; blank in the
    // output.
    struct hidden_text {
        uint32_t offset, end;
    } * hidden;
    uint32_t hidden_count;
};

// ---- errors (diagnostic.c): printed at once, as clang prints them, at most 20 ----
// Each rule of the language has a number, "L12", which stands in docs/language.md, here, in the
// message and in its test. `rule` may be NULL for plain syntax errors.
void error_at(struct compilation *c, uint32_t token, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void warning_at(struct compilation *c, uint32_t token, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void note_at(struct compilation *c, uint32_t token, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// hint prints "hint: ..." without a place: what to write instead.
void hint(struct compilation *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
unsigned error_count(const struct compilation *c);

// ---- helpers over tokens ----
static inline struct token *token_at(const struct compilation *c, uint32_t token) {
    return &c->tokens.tokens[token];
}
const char *token_text(const struct compilation *c,
                       uint32_t token); // interned or arena copy, 0-terminated
bool token_is_spelled(const struct compilation *c, uint32_t token, const char *spelling);

// ---- the passes ----
// Each returns whether the next one can run at all. Up to check() that is not whether there were
// errors: so that one run reports as many mistakes as possible, scan() and parse() go on after
// theirs (a function with syntax errors is `is_broken`), and check() is the pass behind which only
// correct programs come: it returns error_count() == 0.
bool lex(struct compilation *c); // source -> tokens
bool scan(struct compilation
              *c); // tokens -> items, async functions, typedef names; errors outside async code
bool parse(struct compilation *c); // items -> trees with resolved symbols
bool check(struct compilation *c); // the language rules
bool flow(struct compilation *c);  // the control flow graph of each async function
bool layout(
    struct compilation *c); // what lives in the frame, under which name; which callees are embedded
bool lower(struct compilation *c);     // trees -> C, into c->output
bool translate(struct compilation *c); // all of the above

// pretty_print lays generated code out for people (pretty.c).
void pretty_print(struct buffer *out, const char *text, size_t length);

void dump_tokens(struct compilation *c, FILE *out);
void dump_items(struct compilation *c, FILE *out);
void dump_tree(struct compilation *c, FILE *out);
void dump_flow(struct compilation *c, FILE *out);   // flow_dump.c
void dump_layout(struct compilation *c, FILE *out); // layout.c
void dump_lowered(struct compilation *c,
                  FILE *out); // lower.c: the async functions only, without line markers

#endif
