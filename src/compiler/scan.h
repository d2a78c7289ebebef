// What the scanner's parts share: scan.c finds the declarations of file scope, scan_async.c takes the
// async ones, plain.c looks at what is not async.
#ifndef TARRY_COMPILER_SCAN_H
#define TARRY_COMPILER_SCAN_H

#include "compiler/compiler.h"
#include "compiler/name.h"

// A stretch of tokens in which expressions stand that are not async code: a plain function from its
// specifiers to its '}', or an initialiser at file scope.
struct plain_range {
    uint32_t first, end;
    uint32_t function_token; // its name, NO_TOKEN for an initialiser
    uint32_t
        body; // its '{', or the '=' of an initialiser; NO_TOKEN: errors were reported here already
};

struct scanner {
    struct compilation *c;
    const struct token *tokens;
    uint32_t at, count;
    bool failed; // nothing sensible can follow
    struct async_function **last_function;
    uint32_t last_plain_function; // the name of the last one declared: whose an old-style body is
    struct plain_range *ranges;
    uint32_t range_count;
};

// The declaration specifiers of one external declaration.
struct specifiers {
    uint32_t first, end;
    uint32_t async_token; // NO_TOKEN: not async
    bool is_typedef, is_static, is_extern, is_inline, is_thread_local;
    bool has_type;
    struct type_facts facts;
};

// scan_async_declaration takes what is declared behind specifiers with `async`; s->at is behind them.
void scan_async_declaration(struct scanner *s, const struct specifiers *specifiers);

// scan_facts returns what is known of the name at a token, which may be nothing yet.
struct name_facts *scan_facts(struct scanner *s, uint32_t token);

// scan_add_range adds a plain_range.
void scan_add_range(struct scanner *s, uint32_t first, uint32_t end, uint32_t function,
                    uint32_t body);

// scan_pass_braces moves s->at from a '{' behind the '}' that closes it, with an error if none does.
void scan_pass_braces(struct scanner *s);

// scan_pass_semicolon moves s->at behind the ';' that ends a declaration nobody is interested in.
void scan_pass_semicolon(struct scanner *s);

// scan_to_comma moves s->at to the ',' or ';' behind an initialiser.
void scan_to_comma(struct scanner *s);

// scan_skip_parens and scan_skip_braces return the token behind the bracket that closes the one at
// `at`. Braces weigh more than parentheses: a '}' closes what is open inside it. Without an end
// they return the token where they gave up.
uint32_t scan_skip_parens(const struct scanner *s, uint32_t at);
uint32_t scan_skip_braces(const struct scanner *s, uint32_t at);

// scan_find_brace is scan_skip_braces that tells whether there is an end.
bool scan_find_brace(const struct scanner *s, uint32_t open, uint32_t *out_end);

// scan_is_async tells whether the `_Async` at `at` is the word, and not somebody's identifier.
bool scan_is_async(const struct scanner *s, uint32_t at);

// scan_is_specifier_keyword tells whether a keyword can stand among declaration specifiers.
bool scan_is_specifier_keyword(int kind);

// scan_is_pointer_code tells whether a token has to do with pointers to async functions: a type or a
// variable of them, a member that may be one, the name of an async function as a value. Where they
// are, a pointer of the wrong function type is an error (struct edit).
bool scan_is_pointer_code(const struct compilation *c, uint32_t at);

// scan_plain_code reports async words and async calls in what is not async, and finds there what is
// not copied as it stands: pointers to async functions, and the names of async functions as values.
void scan_plain_code(struct scanner *s);

// scan_skip_specifiers returns the token behind the declaration specifiers at `at`, in front of
// which a type was given already if `has_type`.
uint32_t scan_skip_specifiers(const struct scanner *s, uint32_t at, bool has_type);

// scan_mark_parameters marks the parameter list that begins at `open` as that of an async function
// called through a pointer. A variable number of parameters is reported.
void scan_mark_parameters(const struct scanner *s, uint32_t open);

// A declarator, as far as one can see without parsing what is in its brackets.
struct skimmed {
    uint32_t name_token; // NO_TOKEN: none found
    uint32_t end;
    uint32_t parameters_first, parameters_end; // of the last function suffix applied to the name
    struct type_facts facts;
    bool has_function_suffix;
};

// scan_skim_declarator reads the declarator at `at`; its specifiers mean `facts`.
struct skimmed scan_skim_declarator(const struct scanner *s, uint32_t at, struct type_facts facts);

#endif
