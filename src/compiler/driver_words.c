// Words of a command line, and the files they may stand in.
#include "compiler/driver_words.h"

#include <stdlib.h>
#include <string.h>

enum { RESPONSE_FILES_MAX = 2000 }; // what gcc allows: more is a file that names itself

void words_add(struct words *words, const char *word) {
    if (words->count + 2 > words->capacity) {
        words->capacity = words->capacity ? words->capacity * 2 : 64;
        words->data = realloc(words->data, words->capacity * sizeof *words->data);
        if (words->data == NULL) {
            out_of_memory();
        }
    }
    words->data[words->count++] = word;
    words->data[words->count] = NULL;
}

static bool is_space(char c) {
    return c != '\0' && strchr(" \t\n\v\f\r", c) != NULL;
}

void words_split(struct arena *arena, const char *text, struct words *words) {
    char *word = arena_allocate(arena, strlen(text) + 1);
    for (;;) {
        while (is_space(*text)) {
            text++;
        }
        if (*text == '\0') {
            return;
        }
        char *at = word;
        char quote = '\0';
        for (; *text != '\0' && (quote != '\0' || !is_space(*text)); text++) {
            if (*text == '\\' && text[1] != '\0') {
                *at++ = *++text;
            } else if (quote == '\0' && (*text == '\'' || *text == '"')) {
                quote = *text;
            } else if (*text == quote) {
                quote = '\0';
            } else {
                *at++ = *text;
            }
        }
        *at++ = '\0';
        words_add(words, word);
        word = at;
    }
}

void words_quote(struct buffer *out, const char *word) {
    if (*word == '\0') {
        buffer_append(out, "\"\"", 2);
    }
    for (; *word != '\0'; word++) {
        if (is_space(*word) || strchr("\\\"'", *word) != NULL) {
            buffer_append(out, "\\", 1);
        }
        buffer_append(out, word, 1);
    }
}

static char *read_response_file(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return NULL;
    }
    struct buffer text = {0};
    char piece[4096];
    size_t size;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0) {
        buffer_append(&text, piece, size);
    }
    buffer_append(&text, "", 0);
    fclose(file);
    return text.data;
}

// Replaces each @file by the words in it, in place, so that those may name files again. A file that
// cannot be read leaves its word as it stands, as in gcc.
bool words_expand_files(struct arena *arena, struct words *words) {
    unsigned files = 0;
    for (size_t i = 0; i < words->count;) {
        char *text = words->data[i][0] == '@' ? read_response_file(words->data[i] + 1) : NULL;
        if (text == NULL) {
            i++;
            continue;
        }
        if (++files > RESPONSE_FILES_MAX) {
            fprintf(stderr, "tarrycc: error: too many @-files: %s\n", words->data[i]);
            free(text);
            return false;
        }
        struct words expanded = {0};
        for (size_t before = 0; before < i; before++) {
            words_add(&expanded, words->data[before]);
        }
        words_split(arena, text, &expanded);
        for (size_t after = i + 1; after < words->count; after++) {
            words_add(&expanded, words->data[after]);
        }
        free(text);
        free(words->data);
        *words = expanded;
    }
    return true;
}
