// What a program tells tarrycc of its plain functions, beside their declarations:
//
//     TARRY_LOCKS(1) void queue_lock(struct queue *queue);       _Locks(1)
//     TARRY_TRYLOCKS(1, 0) int queue_trylock(struct queue *);    _Trylocks(1, 0)
//     TARRY_UNLOCKS(1) void queue_unlock(struct queue *queue);   _Unlocks(1)
//     TARRY_BLOCKS int compress_file(const char *path);          _Blocks()
//
// The lexer takes annotations out of the text, so that neither the parser nor the C compiler meets
// them, wherever around the declarator they stand; the scanner then hangs them on the function.
#ifndef TARRY_COMPILER_ANNOTATIONS_H
#define TARRY_COMPILER_ANNOTATIONS_H

#include "compiler/compiler.h"

enum mark_kind { MARK_LOCKS, MARK_TRYLOCKS, MARK_UNLOCKS, MARK_BLOCKS };

struct function_mark {
    struct function_mark *next; // of the same function
    enum mark_kind kind;
    uint32_t token;        // the one behind it
    const char *lock;      // "1": the first argument; "name": what is locked is called so
    bool locks_when_not_0; // MARK_TRYLOCKS: what its result is when it has locked
};

// annotation_is_word tells whether a word is one of theirs.
bool annotation_is_word(const char *text, size_t length);

// annotation_note looks at the tokens [first, end), a word of theirs up to the next ')'. Returns
// whether they are an annotation; it then belongs in front of the token that takes their place.
bool annotation_note(struct compilation *c, uint32_t first, uint32_t end);

// annotations_attach gives the annotations among the tokens [first, end) to the function declared
// there.
void annotations_attach(struct compilation *c, uint32_t name_token, uint32_t first, uint32_t end);

#endif
