// Tokens of preprocessed C. A token is a place in the source text; nothing is copied. White space is what lies between the
// end of one token and the start of the next. Line markers are not tokens: they go into the source's line table.
#ifndef TARRY_COMPILER_TOKEN_H
#define TARRY_COMPILER_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

// Single-character punctuators are their own character. TOKEN_* below begin at 256.
enum token_kind {
    TOKEN_END = 256,
    TOKEN_IDENTIFIER,
    TOKEN_NUMBER,
    TOKEN_CHARACTER,
    TOKEN_STRING,
    TOKEN_PRAGMA, // a whole `#pragma ...` line (or any other directive but a line marker), without its newline

    TOKEN_ARROW, TOKEN_INCREMENT, TOKEN_DECREMENT, TOKEN_SHIFT_LEFT, TOKEN_SHIFT_RIGHT, TOKEN_LESS_EQUAL,
    TOKEN_GREATER_EQUAL, TOKEN_EQUAL, TOKEN_NOT_EQUAL, TOKEN_AND_AND, TOKEN_OR_OR, TOKEN_ELLIPSIS,
    TOKEN_MULTIPLY_ASSIGN, TOKEN_DIVIDE_ASSIGN, TOKEN_MODULO_ASSIGN, TOKEN_ADD_ASSIGN, TOKEN_SUBTRACT_ASSIGN,
    TOKEN_SHIFT_LEFT_ASSIGN, TOKEN_SHIFT_RIGHT_ASSIGN, TOKEN_AND_ASSIGN, TOKEN_XOR_ASSIGN, TOKEN_OR_ASSIGN,
    TOKEN_HASH_HASH, TOKEN_COLON_COLON,

    // Keywords, all spellings of one meaning as one kind (`__typeof__` and `typeof` are both TOKEN_TYPEOF).
    TOKEN_FIRST_KEYWORD,
    TOKEN_AUTO = TOKEN_FIRST_KEYWORD, TOKEN_BREAK, TOKEN_CASE, TOKEN_CONST, TOKEN_CONTINUE, TOKEN_DEFAULT, TOKEN_DO,
    TOKEN_ELSE, TOKEN_ENUM, TOKEN_EXTERN, TOKEN_FOR, TOKEN_GOTO, TOKEN_IF, TOKEN_INLINE, TOKEN_REGISTER, TOKEN_RESTRICT,
    TOKEN_RETURN, TOKEN_SIZEOF, TOKEN_STATIC, TOKEN_STRUCT, TOKEN_SWITCH, TOKEN_TYPEDEF, TOKEN_UNION, TOKEN_VOLATILE,
    TOKEN_WHILE, TOKEN_ALIGNAS, TOKEN_ALIGNOF, TOKEN_ATOMIC, TOKEN_GENERIC, TOKEN_NORETURN, TOKEN_STATIC_ASSERT,
    TOKEN_THREAD_LOCAL, TOKEN_ASM, TOKEN_ATTRIBUTE, TOKEN_EXTENSION, TOKEN_TYPEOF, TOKEN_AUTO_TYPE, TOKEN_LABEL,
    TOKEN_REAL, TOKEN_IMAG, TOKEN_CONSTEXPR,
    TOKEN_BUILTIN_TYPE,    // void char short int long float double signed unsigned _Bool _Complex __int128 _Float* ...
    TOKEN_BUILTIN_CALL,    // builtins whose arguments are not all expressions: __builtin_va_arg, __builtin_offsetof, ...
    TOKEN_FUNCTION_NAME,   // __func__ __FUNCTION__ __PRETTY_FUNCTION__

    // The reserved spellings of the ten words. Contextual: an identifier where the grammar does not allow the word.
    TOKEN_ASYNC, TOKEN_AWAIT, TOKEN_CONCURRENT, TOKEN_PARALLEL, TOKEN_SPAWN, TOKEN_WITHIN, TOKEN_RACE, TOKEN_WHEN,
    TOKEN_BLOCKING, TOKEN_DEFER,
};

// What becomes of a token of the source in the output: pointers to async functions are ordinary function pointers there,
// with one parameter more in front.
enum token_edit {
    EDIT_NONE,
    EDIT_OMIT,      // the `_Async` of `async int (*p)(int)`, the `void` of `(void)`
    EDIT_PARAMETER, // this '(' is followed by `struct tarry_context *, `
    EDIT_PARAMETER_ALONE, // ... by `struct tarry_context *`
    EDIT_VALUE,     // the name of an async function used as a value: `f__call`
};

struct token {
    uint16_t kind;
    bool at_line_start; // first token on its line
    uint8_t edit;       // enum token_edit
    uint32_t offset, length;
    const char *name; // interned spelling, for identifiers and keywords; NULL otherwise
};

struct token_list {
    struct token *tokens; // ends with one TOKEN_END
    uint32_t count;       // without the TOKEN_END
};

#endif
