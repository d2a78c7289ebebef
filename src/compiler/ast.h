// The tree tarrycc works on. Only async functions are parsed in full; everything else in a
// translation unit is skipped by the scanner and copied byte for byte.
//
// One node type for everything. A node is a range of tokens [first, end) with its children in
// source order, inside that range and not overlapping: what stands between two children is copied
// as it is. So a pass that has nothing to say about a node prints it by walking its tokens and
// children, and only the kinds a pass cares about need code.
#ifndef TARRY_COMPILER_AST_H
#define TARRY_COMPILER_AST_H

#include "compiler/token.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum node_kind {
    // ---- expressions ----
    NODE_IDENTIFIER, // symbol (NULL: not declared inside this function and not an async function)
    NODE_CONSTANT,   // number or character
    NODE_STRING,     // one or more adjacent string literals; __func__ and its spellings are
                     // NODE_FUNCTION_NAME
    NODE_FUNCTION_NAME,    // __func__, __FUNCTION__, __PRETTY_FUNCTION__
    NODE_PAREN,            // ( expr )                     child: expr
    NODE_STATEMENT_EXPR,   // ({ ... })                    child: NODE_COMPOUND
    NODE_GENERIC,          // _Generic(e, T: e, ...)       children: e, then NODE_GENERIC_CASE
    NODE_GENERIC_CASE,     // T: e  or  default: e         children: [type name,] e
    NODE_INDEX,            // a[i]                         children: a, i
    NODE_CALL,             // f(args)                      children: f, args...
    NODE_MEMBER,           // a.m, a->m                    child: a     (op: '.' or TOKEN_ARROW)
    NODE_POSTFIX,          // a++ a--                      child: a     (op)
    NODE_COMPOUND_LITERAL, // (T){...}                     children: type name,
                           // NODE_INITIALIZER_LIST
    NODE_UNARY,       // + - ! ~ * & ++ -- && (label address has no child), __extension__, __real__,
                      // __imag__
    NODE_SIZEOF_EXPR, // sizeof e, _Alignof e         child: e     (unevaluated)
    NODE_SIZEOF_TYPE, // sizeof(T), _Alignof(T)       child: type name
    NODE_CAST,        // (T)e                         children: type name, e
    NODE_BINARY,      // all that are not sequenced   children: a, b (op)
    NODE_LOGICAL,     // && ||                        children: a, b (op)
    NODE_CONDITIONAL, // a ? b : c                    children: a, b, c; GNU a ?: c has two
    NODE_ASSIGN,      // = += ...                     children: a, b (op)
    NODE_COMMA,       // a, b                         children: a, b
    NODE_BUILTIN,     // __builtin_va_arg(e, T), __builtin_offsetof(T, m),
                      // __builtin_types_compatible_p(T, U), ...
                  //                              children: the expressions and type names among the
                  //                              arguments
    NODE_LABEL_ADDRESS, // &&label
    NODE_AWAIT, // await call                   child: the operand (parentheses around the call
                // allowed)
    NODE_INITIALIZER_LIST, // { ... }                      children: NODE_INITIALIZER
    NODE_INITIALIZER, // [designators =] value        children: designator index expressions...,
                      // value (last)

    // ---- types and declarations ----
    NODE_TYPE_NAME,  // in casts, sizeof, ...        children: NODE_SPECIFIERS, NODE_DECLARATOR
                     // (abstract, may be empty)
    NODE_SPECIFIERS, // declaration specifiers       children: tags, typeofs, typedef names,
                     // attributes ...
    NODE_TAG,        // struct/union/enum [name] [{ ... }]: symbol; is_definition if it has a body.
    //   children: struct members are NODE_DECLARATION, enumerators are NODE_ENUMERATOR
    NODE_ENUMERATOR,   // name [= e]                   symbol; child: [e]
    NODE_TYPEOF,       // __typeof__(e or T)           child: expression or type name (unevaluated)
    NODE_TYPEDEF_NAME, // symbol if the typedef is local to the function, else NULL
    NODE_ATTRIBUTE,    // __attribute__((...)), [[...]], asm label; tokens only. see cleanup below
    NODE_DECLARATION,  // specifiers init-declarators; children: NODE_SPECIFIERS, then
                       // NODE_INIT_DECLARATOR...
                       //   also NODE_STATIC_ASSERT stands where a declaration may
    NODE_INIT_DECLARATOR, // declarator [= initialiser]   symbol; children: NODE_DECLARATOR,
                          // [initialiser]
                          //   (bit-field width of a struct member: second child)
    NODE_DECLARATOR, // everything around and after the name: pointers, [e], (params), attributes,
                     // asm label.
                     //   name_token (or NO_TOKEN); children: array size expressions, parameters,
                     //   attributes
    NODE_PARAMETERS, // ( ... ) of a function declarator; children: NODE_PARAMETER
    NODE_PARAMETER,  // specifiers declarator;       symbol if named; children: NODE_SPECIFIERS,
                     // NODE_DECLARATOR
    NODE_STATIC_ASSERT, // _Static_assert(e, "...");    child: e

    // ---- statements (first..end includes the closing ';' or '}') ----
    NODE_COMPOUND, // { ... }                      children: declarations and statements. scope
    NODE_EXPR_STATEMENT, // e;                           child: e, or none for `;`
    NODE_IF,             // children: condition, then, [else]
    NODE_SWITCH,         // children: controlling expression, body
    NODE_CASE,  // case e: / case e ... e: / default: statement     children: [e [e]] statement
                // (last)
    NODE_LABEL, // name: statement              symbol; child: statement  (attributes after ':'
                // allowed)
    NODE_WHILE, // children: condition, body
    NODE_DO,    // children: body, condition
    NODE_FOR,  // children in slots: [0] init (declaration or expression) [1] condition [2] step [3]
               // body;
               //   absent ones are NULL. scope (of the init declaration)
    NODE_GOTO, // symbol (the label); computed goto: child
    NODE_CONTINUE,
    NODE_BREAK,
    NODE_RETURN, // child: [e]
    NODE_ASM, // asm [qualifiers] ( ... );    children: the operand expressions, then for asm goto
              // NODE_LABEL_ADDRESS
    NODE_PRAGMA,       // a #pragma line among statements
    NODE_LOCAL_LABELS, // __label__ a, b;

    // ---- Tarry ----
    NODE_SCOPE, // concurrent/parallel (s[, options]) block.  op: TOKEN_CONCURRENT or
                // TOKEN_PARALLEL;
                //   symbol: the scope variable; children: option NODE_INITIALIZERs..., body (last).
                //   scope
    NODE_SPAWN, // [await] spawn (s) [lvalue =] call;   children: s, [lvalue], call;
                //   op: TOKEN_AWAIT if it waits for room
    NODE_DEFER, // defer statement              child
    NODE_WITHIN,   // within (e) statement [else statement]
    NODE_RACE,     // race { NODE_WHEN... }        is_fair
    NODE_WHEN,     // when (e) statement
    NODE_BLOCKING, // blocking(call), the operand of an await; see call_on_pool

    // ---- functions ----
    NODE_FUNCTION, // children: NODE_SPECIFIERS, NODE_DECLARATOR, NODE_COMPOUND
};

#define NO_TOKEN UINT32_MAX

struct node {
    enum node_kind kind;
    int op;              // a token kind or punctuator, where the kind says so
    uint32_t first, end; // tokens
    uint32_t
        name_token; // NODE_DECLARATOR, NODE_MEMBER (the member), NODE_TAG: the name, else NO_TOKEN
    uint32_t child_count;
    struct node **children;
    struct symbol *symbol;
    struct scope *scope; // the scope a block opens
    bool has_await;      // an *evaluated* await stands somewhere inside (not in sizeof, typeof,
                         // _Generic's control).
                         //   For a statement expression, compound or any statement: anywhere in it
    bool is_definition;  // NODE_TAG with a body
    bool is_fair;        // NODE_RACE
    bool settled;        // flow_expression.c: evaluated before the rest of its full expression
    uint32_t height;     // of the tree below: recursion over it is as deep as this
    void *lowering;      // for later passes
};

// node_suspends: whether the task may be suspended at this node itself, not only inside.
static inline bool node_suspends(const struct node *node) {
    return node->kind == NODE_AWAIT || node->kind == NODE_SCOPE ||
           (node->kind == NODE_SPAWN && node->op == TOKEN_AWAIT);
}

// call_on_pool returns the call under a NODE_BLOCKING: what a macro put around it, parentheses and
// casts, is done here with the result. Not a NODE_CALL: the operand is something else.
static inline struct node *call_on_pool(const struct node *blocking) {
    struct node *call = blocking->child_count > 0 ? blocking->children[0] : NULL;
    while (call && call->child_count > 0 &&
           (call->kind == NODE_PAREN || call->kind == NODE_CAST ||
            (call->kind == NODE_UNARY && call->op == TOKEN_EXTENSION))) {
        call = call->children[call->child_count - 1];
    }
    return call;
}

// Block scopes of one async function, for ordinary identifiers and tags. Labels are per function.
struct scope {
    struct scope *outer;
    struct node *node;      // the block, for, scope statement or function
    struct symbol *symbols; // through symbol.next_in_scope, in order of declaration
    struct symbol *last_symbol;
};

enum symbol_kind {
    SYMBOL_OBJECT,   // variable or parameter
    SYMBOL_FUNCTION, // a function declared in a block
    SYMBOL_TYPEDEF,
    SYMBOL_ENUMERATOR,
    SYMBOL_TAG,
    SYMBOL_LABEL,
    SYMBOL_SCOPE, // the `s` of concurrent/parallel
    SYMBOL_ASYNC, // an async function (file scope)
};

enum storage { STORAGE_AUTO, STORAGE_STATIC, STORAGE_EXTERN, STORAGE_REGISTER, STORAGE_TYPEDEF };

// What tarrycc can tell of a declared type without types: the outermost shape, looking through
// typedef names it knows.
enum shape {
    SHAPE_SCALAR,        // arithmetic, enum or pointer, certainly
    SHAPE_AGGREGATE,     // struct or union, certainly
    SHAPE_ARRAY,         // array of known (constant-looking or explicit) size
    SHAPE_ARRAY_UNKNOWN, // `[]`: the initialiser gives the size
    SHAPE_VLA, // variably modified: an array size that is not constant, anywhere in the type
    SHAPE_FUNCTION,
    SHAPE_VOID,
    SHAPE_UNKNOWN, // typeof, __auto_type, built-in typedefs, ...
};

// Does calling it, or what it points to, call an async function?
enum asyncness { ASYNC_NOT, ASYNC_MAYBE, ASYNC_SURELY };

struct symbol {
    enum symbol_kind kind;
    enum storage storage;
    enum shape shape;
    const char *name;    // interned
    uint32_t token;      // of the declaring name
    struct scope *scope; // where declared
    struct symbol *next_in_scope;
    struct node *specifiers; // of the declaration (OBJECT, FUNCTION, TYPEDEF)
    struct node *declarator;
    struct node *node; // NODE_INIT_DECLARATOR, NODE_PARAMETER, NODE_TAG, NODE_ENUMERATOR,
                       // NODE_LABEL, NODE_SCOPE
    struct async_function *async; // SYMBOL_ASYNC
    bool is_parameter;
    // is_const, is_volatile: the object itself (or an array's elements), not what it points to
    bool is_const, is_volatile, is_thread_local, is_auto_type;
    bool has_cleanup; // __attribute__((cleanup(f))): cleanup_token is f
    uint32_t cleanup_token;
    // SYMBOL_SCOPE: the same, where it is used for more than spawning and cancelling.
    bool address_taken; // & applied to it, or an array (decays) used other than indexed
    uint32_t uses;
    uint32_t dimensions; // how often an array can be indexed before it is none; 0: not known, or no
                         // array
    bool is_va_list;     // the compiler's va_list type, or a typedef of it
    enum asyncness asyncness; // pointers to async functions, arrays of them, types of them
    bool is_defined;     // SYMBOL_LABEL: it stands somewhere
    uint32_t number;     // from 1, of a variable or label in the control flow graph; 0: has none
    struct region *region;    // SYMBOL_LABEL: what stands around it (check() only)
    struct symbol *hides;     // what the name meant outside (parser only)
    struct frame_slot *slot;  // for later passes
    const char *emitted_name; // for later passes
};

// An async function as far as this translation unit knows it: from prototypes, a definition, or
// both. Found by the scanner.
struct async_function {
    const char *name;
    struct symbol *symbol;
    // The declaration used for the head: the definition's if there is one, else the last prototype
    // with most names.
    uint32_t specifiers_first,
        specifiers_end; // tokens, including storage class, `inline`, attributes and _Async
    uint32_t declarator_first,
        declarator_end; // tokens of the function declarator up to and including the last ')'
    uint32_t name_token, parameters_first, parameters_end; // '(' and one past ')'
    bool is_static, is_inline, is_extern_inline;
    bool is_defined;
    bool must_use;  // warn_unused_result, [[nodiscard]]: of any of its declarations
    bool is_broken; // an error was reported inside: no later pass may look at its trees
    uint32_t parameter_count, declaration_count;
    bool is_variadic, is_old_style; // reported as errors by the scanner where defined or called
    bool is_main;                   // `async int main`
    bool has_visible_future;        // `struct NAME__future { ...` seen at file scope: hand-written,
                                    // embeddable
    bool is_value;                  // its name is used as a value somewhere
    struct node *declaration; // NODE_FUNCTION for definitions; for prototypes a NODE_DECLARATION
    struct node *specifiers, *declarator, *parameters; // parsed, always there
    struct async_function *next;                       // in order of first appearance
    struct flow *flow;                                 // flow_of()
    void *lowering;                                    // for later passes
};

// A piece of the translation unit at file scope, in order. Text between items is copied byte for
// byte.
enum item_kind {
    ITEM_PROTOTYPE,  // one async function declarator in a declaration: `async int f(int), g(void);`
                     // is one item, two functions
    ITEM_DEFINITION, // an async function with its body
};

struct item {
    enum item_kind kind;
    uint32_t first, end;               // tokens, the final ';' or '}' included
    struct async_function **functions; // one for a definition
    uint32_t function_count;
    struct node *node;
};

// Changes in what is copied, in order of their tokens. Strict: between these tokens, of a different
// external declaration each, a pointer of the wrong function type is an error, for an async function
// called as a plain one, or the other way round, would take its first argument for its context.
struct edit {
    enum { EDIT_STRICT_END, EDIT_STRICT_BEGIN, EDIT_TOKEN } kind;
    uint32_t token;
};

struct translation_unit {
    struct source *source;
    struct token_list *tokens;
    struct edit *edits;
    uint32_t edit_count;
    struct item *items;
    uint32_t item_count;
    struct async_function *functions;
    bool has_async_main;
};

#endif
