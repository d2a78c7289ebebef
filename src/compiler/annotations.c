// Annotations: noted by the lexer, attached by the scanner.
#include "compiler/annotations.h"
#include "compiler/name.h"

#include <string.h>

static const struct {
    const char *word;
    enum mark_kind kind;
    uint32_t arguments;
} words[] = {
    {"_Locks", MARK_LOCKS, 1},
    {"_Trylocks", MARK_TRYLOCKS, 2},
    {"_Unlocks", MARK_UNLOCKS, 1},
    {"_Blocks", MARK_BLOCKS, 0},
};

bool annotation_is_word(const char *text, size_t length) {
    if (length < 6 || strchr("LTUB", text[1]) == NULL) { // identifiers are many
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0) {
            return true;
        }
    }
    return false;
}

bool annotation_note(struct compilation *c, uint32_t first, uint32_t end) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t arguments = words[i].arguments, commas = arguments > 1 ? arguments - 1 : 0;
        if (!token_is_spelled(c, first, words[i].word)) {
            continue;
        }
        if (end - first != 3 + arguments + commas || token_at(c, first + 1)->kind != '(') {
            return false;
        }
        struct function_mark mark = {.kind = words[i].kind, .token = first};
        mark.lock = arguments > 0 ? token_text(c, first + 2) : NULL;
        mark.locks_when_not_0 = arguments > 1 && !token_is_spelled(c, first + 4, "0");
        c->marks = arena_grow(c->arena, c->marks, c->mark_count, sizeof *c->marks);
        c->marks[c->mark_count++] = mark;
        return true;
    }
    return false;
}

void annotations_attach(struct compilation *c, uint32_t name_token, uint32_t first, uint32_t end) {
    for (uint32_t i = 0; i < c->mark_count; i++) {
        if (c->marks[i].token >= first && c->marks[i].token < end) {
            struct name_facts *facts = name_facts_new(c->arena, token_at(c, name_token)->name);
            c->marks[i].next = facts->marks;
            facts->marks = &c->marks[i];
        }
    }
}
