// Every identifier is interned once (arena_intern): equal spellings are one pointer, so comparing
// names is comparing pointers. What the front end knows of a spelling hangs on the name itself,
// which makes each lookup a load, not a search.
#ifndef TARRY_COMPILER_NAME_H
#define TARRY_COMPILER_NAME_H

#include "compiler/compiler.h"

// What a typedef name stands for, as far as tokens tell.
struct type_facts {
    enum shape shape;
    bool is_const, is_volatile; // the object itself, not what it points to
    bool is_atomic;             // of a typedef at file scope
    bool is_va_list;
    enum asyncness asyncness;
    bool is_variably_modified; // a pointer to a VLA is a SHAPE_SCALAR with this
    uint32_t dimensions;       // how often an array can be indexed; 0: not known, or no array
};

enum answer { ANSWER_UNKNOWN, ANSWER_YES, ANSWER_NO };

struct name_facts {
    // File scope, from the scanner. A token of NO_TOKEN: there is none.
    uint32_t typedef_token;
    struct type_facts type; // if it is a typedef
    uint32_t plain_function_token;
    bool is_enumerator;
    bool is_thread_local;        // a variable
    struct function_mark *marks; // what is annotated to a plain function
    bool has_future;             // `struct NAME__future {` was seen
    enum asyncness object;       // a variable or array of pointers to async functions
    bool is_async_member;        // some struct may have one of this name
    // What constness.c has found out, at file scope.
    enum answer tag_holds_const, typedef_holds_const;
    struct symbol *async;
    uint32_t shadowed_range; // 1 + the last plain_range in which something local hides the async
                             // function
    // Inside the function being parsed: the innermost declaration in force.
    struct symbol *ordinary, *tag, *label;
};

struct name {
    struct name *next_in_bucket;
    struct name_facts *facts; // NULL: nothing is known
    uint32_t hash, length;
    uint16_t keyword; // its token kind, or 0
    uint16_t
        new_keyword; // a keyword of C23: means that where nothing else of this name is declared
    char text[];
};

static inline struct name *name_of(const char *interned) {
    return (struct name *)(interned - offsetof(struct name, text));
}

// arena_intern_hashed is arena_intern for a caller that has computed name_hash() on the way.
const char *arena_intern_hashed(struct arena *arena, const char *text, size_t length,
                                uint32_t hash);

#define NAME_HASH_START 2166136261u
static inline uint32_t name_hash_step(uint32_t hash, unsigned char character) {
    return (hash ^ character) * 16777619u;
}

// name_facts_new returns the facts of a name, making empty ones if there are none yet.
struct name_facts *name_facts_new(struct arena *arena, const char *name);

#endif
