// A list of words, as command lines are made of.
#ifndef TARRY_COMPILER_DRIVER_WORDS_H
#define TARRY_COMPILER_DRIVER_WORDS_H

#include "compiler/compiler.h"

struct words {
    const char **data; // ends with NULL once something was added
    size_t count, capacity;
};
void words_add(struct words *words, const char *word);

// words_split appends the words of `text` as @files have them: divided by white space, with '...',
// "..." and \x protecting it. words_quote appends `word` to `out` so that words_split and the
// compilers read it back.
void words_split(struct arena *arena, const char *text, struct words *words);
void words_quote(struct buffer *out, const char *word);

// words_expand_files replaces each @file by the words in it. false: it said what is wrong.
bool words_expand_files(struct arena *arena, struct words *words);

#endif
