// Feeds arbitrary text to the whole translator: it may refuse it, and nothing else. Two texts in one process do not
// know of each other, so the same input twice must give the same answer.
//
// Besides bytes, tokens are mutated: dropped, doubled, moved, nested, replaced by others. That keeps most of a program
// whole, and so gets past the lexer to where the errors are.
//
//     clang -fsanitize=fuzzer,address,undefined fuzz.c ../../../src/compiler/*.c (without main.c)
#include "compiler/diagnostic.h"

#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1); // of exact size but for the 0 the driver's buffers end with
    if (text == NULL) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    struct compilation c = {.arena = arena_new()};
    c.source = source_new(c.arena, text, size, "fuzz.c");
    diagnostics_mute(&c);
    bool translated = translate(&c);
    if (translated != (error_count(&c) == 0)) {
        abort(); // an error without a message, or output in spite of one
    }
    buffer_destroy(&c.output);
    arena_free(c.arena);
    free(text);
    return 0;
}

// ---- mutations of tokens ----

static const char *const words[] = {
    "_Await",
    "_Async",
    "_Spawn(s)",
    "_Concurrent(s)",
    "_Parallel(s)",
    "_Defer",
    "_Within(1)",
    "_Race{",
    "_When(",
    "_Blocking(",
    "if(",
    "else",
    "while(",
    "do",
    "for(;;)",
    "switch(",
    "case 1:",
    "default:",
    "goto l;",
    "l:",
    "return",
    "break;",
    "continue;",
    "sizeof",
    "__typeof__(",
    "_Generic(",
    "({",
    "})",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ";",
    ",",
    ":",
    "?",
    "=",
    "+=",
    "*",
    "&",
    "&&",
    "||",
    "->",
    ".",
    "...",
    "static",
    "const",
    "volatile",
    "typedef",
    "struct s",
    "union",
    "enum",
    "int",
    "char",
    "void",
    "__attribute__((cleanup(f)))",
    "__label__",
    "asm(",
    "\"s\"",
    "'c'",
    "1",
    "x",
    "f(",
    "__auto_type",
    "_Static_assert(1);",
    "__extension__",
    "__builtin_offsetof(",
    "[[",
    "]]",
    "#pragma x\n",
    "# 1 \"f\" 1 3\n",
    "__func__",
    "_Atomic(",
    "_Alignas(8)",
    "inline",
    "extern",
    "register",
    "goto *",
};

static unsigned random_state;

static unsigned random_below(unsigned limit) {
    random_state = random_state * 1103515245u + 12345u;
    return limit == 0 ? 0 : (random_state >> 8) % limit;
}

static bool is_word(uint8_t c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The beginning of a token somewhere in the text.
static size_t some_token(const uint8_t *data, size_t size) {
    size_t at = random_below((unsigned)size + 1);
    while (at > 0 && at < size && is_word(data[at]) && is_word(data[at - 1])) {
        at--;
    }
    return at;
}

static size_t token_end(const uint8_t *data, size_t size, size_t at) {
    bool word = at < size && is_word(data[at]);
    at += at < size;
    while (word && at < size && is_word(data[at])) {
        at++;
    }
    return at;
}

// Replaces `old` bytes at `at` by others; the text stays as it is where there is no room.
static size_t splice(uint8_t *data, size_t size, size_t max_size, size_t at, size_t old,
                     const void *text, size_t length) {
    if (size - old + length > max_size) {
        return size;
    }
    memmove(data + at + length, data + at + old, size - at - old);
    memcpy(data + at, text, length);
    return size - old + length;
}

static size_t mutate_tokens(uint8_t *data, size_t size, size_t max_size) {
    size_t at = some_token(data, size), end = token_end(data, size, at);
    for (unsigned more = random_below(3) ? 0 : random_below(20); more > 0; more--) {
        end = token_end(data, size, end);
    }
    uint8_t piece[2048];
    size_t length = end - at < sizeof piece ? end - at : sizeof piece;
    memcpy(piece, data + at, length);
    const char *word = words[random_below(sizeof words / sizeof *words)];
    size_t other;
    switch (random_below(6)) {
    case 0: // drop
        return splice(data, size, max_size, at, length, "", 0);
    case 1: // double
        return splice(data, size, max_size, at, 0, piece, length);
    case 2: // put a copy elsewhere
        other = some_token(data, size);
        return splice(data, size, max_size, other, 0, piece, length);
    case 3: // move
        size = splice(data, size, max_size, at, length, "", 0);
        other = some_token(data, size);
        return splice(data, size, max_size, other, 0, piece, length);
    case 4: // put a word in front
        size = splice(data, size, max_size, at, 0, " ", 1);
        return splice(data, size, max_size, at, 0, word, strlen(word));
    default: // put a word in its place
        return splice(data, size, max_size, at, length, word, strlen(word));
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    random_state = seed;
    if (size == 0 || random_below(4) == 0) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    for (unsigned turns = 1 + random_below(4); turns > 0; turns--) {
        size = mutate_tokens(data, size, max_size);
    }
    return size;
}
