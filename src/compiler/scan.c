// File scope. The scanner cuts the translation unit into external declarations, skipping what
// stands in brackets, and keeps what later passes need: typedef names and their shapes,
// enumerators, async prototypes and definitions. It never has to understand a header to survive it;
// what it does not know it steps over up to the next ';' or function body.
#include "compiler/scan.h"
#include "compiler/annotations.h"
#include "compiler/diagnostic.h"
#include "compiler/rules.h"

#include <string.h>

static int kind_at(const struct scanner *s, uint32_t at) {
    return s->tokens[at].kind;
}

static int kind_now(const struct scanner *s) {
    return s->tokens[s->at].kind;
}

void scan_add_range(struct scanner *s, uint32_t first, uint32_t end, uint32_t function,
                    uint32_t body) {
    s->ranges = arena_grow(s->c->arena, s->ranges, s->range_count, sizeof *s->ranges);
    s->ranges[s->range_count++] = (struct plain_range){first, end, function, body};
}

struct name_facts *scan_facts(struct scanner *s, uint32_t token) {
    return name_facts_new(s->c->arena, s->tokens[token].name);
}

// ---- steps over what nobody is interested in, with an error when a bracket is never closed ----

static void report_unclosed(struct scanner *s, uint32_t open) {
    if (!s->failed) {
        error_at(s->c, open, NULL, "this `%s` is never closed", token_text(s->c, open));
    }
    s->failed = true;
}

void scan_pass_braces(struct scanner *s) {
    uint32_t open = s->at;
    if (!scan_find_brace(s, open, &s->at)) {
        report_unclosed(s, open);
    }
}

static void skip_parens(struct scanner *s) {
    uint32_t open = s->at;
    s->at = scan_skip_parens(s, open);
    int last = kind_at(s, s->at - 1);
    if (s->at > open && last != ')' && last != ']') {
        report_unclosed(s, open);
    }
}

void scan_pass_semicolon(struct scanner *s) {
    while (s->at < s->count) {
        int kind = kind_now(s);
        if (kind == '{') {
            scan_pass_braces(s);
        } else if (kind == '(' || kind == '[') {
            skip_parens(s);
        } else if (kind == '}') {
            return;
        } else {
            s->at++;
            if (kind == ';') {
                return;
            }
        }
    }
}

void scan_to_comma(struct scanner *s) {
    while (s->at < s->count && kind_now(s) != ',' && kind_now(s) != ';' && kind_now(s) != '}') {
        int kind = kind_now(s);
        if (kind == '{') {
            scan_pass_braces(s);
        } else if (kind == '(' || kind == '[') {
            skip_parens(s);
        } else {
            s->at++;
        }
    }
}

// ---- struct, union and enum ----

// Enumerators are constants: they tell `int a[SIZE]` from a variable length array.
static void scan_enumerators(struct scanner *s) {
    bool expect_name = true;
    uint32_t open = s->at;
    scan_pass_braces(s);
    uint32_t end = s->at;
    s->at = open + 1;
    while (s->at + 1 < end) {
        int kind = kind_now(s);
        if (kind == '(' || kind == '[') {
            s->at = scan_skip_parens(s, s->at);
            continue;
        }
        if (kind == '{') {
            s->at = scan_skip_braces(s, s->at);
            continue;
        }
        if (expect_name && s->tokens[s->at].name != NULL) {
            scan_facts(s, s->at)->is_enumerator = true;
            expect_name = false;
        }
        expect_name = expect_name || kind == ',';
        s->at++;
    }
    s->at = end;
}

static void scan_tag(struct scanner *s);

// Does this token make what is declared behind it a pointer to async functions, perhaps?
static bool makes_async(const struct scanner *s, uint32_t at) {
    const struct token *token = &s->tokens[at];
    if (token->kind == TOKEN_IDENTIFIER) {
        const struct name_facts *facts = name_of(token->name)->facts;
        return facts != NULL && facts->typedef_token < at && facts->type.asyncness != ASYNC_NOT;
    }
    return token->kind == TOKEN_ASYNC || token->kind == TOKEN_TYPEOF;
}

bool scan_is_pointer_code(const struct compilation *c, uint32_t at) {
    const struct token *token = token_at(c, at);
    if (token->edit != EDIT_NONE || token->kind != TOKEN_IDENTIFIER) {
        return token->edit != EDIT_NONE;
    }
    const struct name_facts *facts = name_of(token->name)->facts;
    if (facts == NULL) {
        return false;
    }
    bool is_member = at > 0 && (token[-1].kind == '.' || token[-1].kind == TOKEN_ARROW);
    return is_member ? facts->is_async_member
                     : facts->object == ASYNC_SURELY || (facts->typedef_token != NO_TOKEN &&
                                                         facts->type.asyncness == ASYNC_SURELY);
}

// The members of a struct or union: only enumerations inside it matter, and which members may be
// pointers to async functions.
static void scan_members(struct scanner *s) {
    uint32_t open = s->at, depth = 0;
    bool is_async = false;
    while (s->at < s->count) {
        int kind = kind_now(s);
        if (kind == TOKEN_ENUM) {
            scan_tag(s);
            continue;
        }
        if (is_async && s->tokens[s->at].name != NULL) {
            scan_facts(s, s->at)->is_async_member = true;
        }
        is_async = kind != ';' && (is_async || makes_async(s, s->at));
        s->at++;
        if (kind == '{') {
            depth++;
        } else if (kind == '}' && --depth == 0) {
            return;
        }
    }
    report_unclosed(s, open);
}

// `struct NAME__future {` at file scope: the future of the async function NAME is written by hand.
static void note_future(struct scanner *s, uint32_t name_token) {
    static const char SUFFIX[] = "__future";
    const char *name = s->tokens[name_token].name;
    size_t length = name_of(name)->length, suffix = sizeof SUFFIX - 1;
    if (length > suffix && memcmp(name + length - suffix, SUFFIX, suffix) == 0) {
        const char *function = arena_intern(s->c->arena, name, length - suffix);
        name_facts_new(s->c->arena, function)->has_future = true;
    }
}

static void skip_attributes(struct scanner *s) {
    for (;;) {
        if (kind_now(s) == TOKEN_ATTRIBUTE || kind_now(s) == TOKEN_ALIGNAS) {
            s->at++;
            skip_parens(s);
        } else if (kind_now(s) == '[' && kind_at(s, s->at + 1) == '[') {
            skip_parens(s);
        } else {
            return;
        }
    }
}

static void scan_tag(struct scanner *s) {
    bool is_enum = kind_now(s) == TOKEN_ENUM;
    s->at++;
    skip_attributes(s);
    uint32_t name = NO_TOKEN;
    if (s->tokens[s->at].name != NULL && kind_now(s) != TOKEN_ATTRIBUTE) {
        name = s->at++;
        skip_attributes(s);
    }
    if (is_enum && kind_now(s) == ':') { // the underlying type
        while (s->at < s->count && kind_now(s) != '{' && kind_now(s) != ';') {
            s->at++;
        }
    }
    if (kind_now(s) != '{') {
        return;
    }
    if (is_enum) {
        scan_enumerators(s);
        return;
    }
    if (name != NO_TOKEN) {
        note_future(s, name);
    }
    scan_members(s);
}

// ---- declaration specifiers ----

static void set_type(struct specifiers *specifiers, enum shape shape) {
    specifiers->has_type = true;
    specifiers->facts.shape = shape;
}

static void scan_builtin_type(struct scanner *s, struct specifiers *specifiers) {
    if (token_is_spelled(s->c, s->at, "void")) {
        set_type(specifiers, SHAPE_VOID);
    } else if (strstr(token_text(s->c, s->at), "va_list") != NULL) {
        set_type(specifiers, SHAPE_UNKNOWN);
        specifiers->facts.is_va_list = true;
    } else {
        set_type(specifiers, SHAPE_SCALAR);
    }
    s->at++;
    if (kind_now(s) == '(') { // _BitInt(N)
        if (token_is_spelled(s->c, s->at - 1, "_BitInt")) {
            skip_parens(s);
        }
    }
}

// An identifier among the specifiers: a typedef name, unless the declarator begins here. False: it
// does.
static bool scan_type_identifier(struct scanner *s, struct specifiers *specifiers) {
    if (specifiers->has_type) {
        return false;
    }
    const struct name *name = name_of(s->tokens[s->at].name);
    if (name->facts != NULL && name->facts->typedef_token < s->at) {
        bool is_const = specifiers->facts.is_const, is_volatile = specifiers->facts.is_volatile;
        bool is_atomic = specifiers->facts.is_atomic;
        specifiers->facts = name->facts->type;
        specifiers->facts.is_atomic |= is_atomic;
        specifiers->facts.is_const |= is_const;
        specifiers->facts.is_volatile |= is_volatile;
        specifiers->has_type = true;
        s->at++;
        return true;
    }
    int next = kind_at(s, s->at + 1);
    switch (name->new_keyword) {
    case TOKEN_BUILTIN_TYPE:
        set_type(specifiers, SHAPE_SCALAR);
        s->at++;
        return true;
    case TOKEN_CONSTEXPR:
    case TOKEN_THREAD_LOCAL:
        specifiers->is_thread_local |= name->new_keyword == TOKEN_THREAD_LOCAL;
        s->at++;
        return true;
    case TOKEN_ALIGNAS:
    case TOKEN_TYPEOF:
        if (next == '(') {
            specifiers->has_type |= name->new_keyword == TOKEN_TYPEOF;
            s->at++;
            skip_parens(s);
            return true;
        }
    }
    // A type we have not seen declared: one built into the compiler, or a mistake that is not ours
    // to report.
    if (next == TOKEN_IDENTIFIER || next == '*' || next == TOKEN_ASYNC || specifiers->is_typedef ||
        scan_is_specifier_keyword(next)) {
        set_type(specifiers, SHAPE_UNKNOWN);
        s->at++;
        return true;
    }
    return false;
}

// One specifier. False: none stands here.
static bool scan_specifier(struct scanner *s, struct specifiers *specifiers) {
    int kind = kind_now(s);
    switch (kind) {
    case TOKEN_TYPEDEF:
        specifiers->is_typedef = true;
        break;
    case TOKEN_STATIC:
        specifiers->is_static = true;
        break;
    case TOKEN_EXTERN:
        specifiers->is_extern = true;
        break;
    case TOKEN_INLINE:
        specifiers->is_inline = true;
        break;
    case TOKEN_THREAD_LOCAL:
        specifiers->is_thread_local = true;
        break;
    case TOKEN_CONST:
        specifiers->facts.is_const = true;
        break;
    case TOKEN_VOLATILE:
        specifiers->facts.is_volatile = true;
        break;
    case TOKEN_STRUCT:
    case TOKEN_UNION:
    case TOKEN_ENUM:
        set_type(specifiers, kind == TOKEN_ENUM ? SHAPE_SCALAR : SHAPE_AGGREGATE);
        scan_tag(s);
        return true;
    case TOKEN_BUILTIN_TYPE:
        scan_builtin_type(s, specifiers);
        return true;
    case TOKEN_AUTO_TYPE:
        set_type(specifiers, SHAPE_UNKNOWN);
        break;
    case TOKEN_TYPEOF:
    case TOKEN_ATOMIC:
        specifiers->facts.is_atomic |= kind == TOKEN_ATOMIC;
        s->at++;
        if (kind_now(s) == '(') {
            set_type(specifiers, SHAPE_UNKNOWN);
            specifiers->facts.asyncness = ASYNC_MAYBE;
            skip_parens(s);
        }
        return true;
    case TOKEN_ALIGNAS:
    case TOKEN_ATTRIBUTE:
        skip_attributes(s);
        return true;
    case TOKEN_ASYNC:
        if (!scan_is_async(s, s->at)) {
            return scan_type_identifier(s, specifiers);
        }
        if (specifiers->async_token == NO_TOKEN) {
            specifiers->async_token = s->at;
        }
        break;
    case '[':
        if (kind_at(s, s->at + 1) != '[') {
            return false;
        }
        skip_parens(s);
        return true;
    case TOKEN_IDENTIFIER:
        return scan_type_identifier(s, specifiers);
    default:
        if (kind > TOKEN_ASYNC) {
            return scan_type_identifier(s, specifiers);
        }
        if (!scan_is_specifier_keyword(kind)) {
            return false;
        }
    }
    s->at++;
    return true;
}

static struct specifiers scan_specifiers(struct scanner *s) {
    struct specifiers specifiers = {.first = s->at, .async_token = NO_TOKEN};
    specifiers.facts.shape = SHAPE_UNKNOWN;
    while (s->at < s->count && scan_specifier(s, &specifiers)) {
    }
    specifiers.end = s->at;
    return specifiers;
}

uint32_t scan_skip_specifiers(const struct scanner *s, uint32_t at, bool has_type) {
    struct scanner ahead = *s;
    struct specifiers specifiers = {.first = at, .has_type = has_type};
    ahead.at = at;
    while (ahead.at < ahead.count && scan_specifier(&ahead, &specifiers)) {
    }
    // A type that is declared inside a plain function: async job_t (*p)(int)
    if (!specifiers.has_type && kind_now(&ahead) == TOKEN_IDENTIFIER &&
        kind_at(&ahead, ahead.at + 1) == '(' && kind_at(&ahead, ahead.at + 2) == '*') {
        ahead.at++;
    }
    return ahead.at;
}

// ---- plain declarations ----

static void scan_typedef(struct scanner *s, const struct specifiers *specifiers) {
    while (s->at < s->count && kind_now(s) != ';') {
        struct skimmed declarator = scan_skim_declarator(s, s->at, specifiers->facts);
        if (declarator.name_token != NO_TOKEN) {
            struct name_facts *facts = scan_facts(s, declarator.name_token);
            if (facts->typedef_token == NO_TOKEN) { // the same typedef may stand there twice
                facts->typedef_token = declarator.name_token;
            }
            facts->type = declarator.facts;
        }
        s->at = declarator.end;
        if (kind_now(s) != ',') {
            break;
        }
        s->at++;
    }
    scan_pass_semicolon(s);
}

// `name` is declared as a plain function; it must not be an async one too.
static void note_plain_function(struct scanner *s, uint32_t name_token) {
    struct name_facts *facts = scan_facts(s, name_token);
    if (facts->async != NULL) {
        error_at(s->c, name_token, RULE_REDECLARATION,
                 "`%s` is declared as a plain function here, and as an async one elsewhere",
                 s->tokens[name_token].name);
        note_at(s->c, facts->async->token, "declared `async` here");
    } else if (facts->plain_function_token == NO_TOKEN) {
        facts->plain_function_token = name_token;
    }
}

// Marks the variables of a thread-local declaration. What follows looks at it again.
static void note_thread_locals(struct scanner *s, const struct specifiers *specifiers) {
    uint32_t begin = s->at;
    for (;;) {
        struct skimmed declarator = scan_skim_declarator(s, s->at, specifiers->facts);
        if (declarator.name_token != NO_TOKEN && declarator.facts.shape != SHAPE_FUNCTION) {
            scan_facts(s, declarator.name_token)->is_thread_local = true;
        }
        s->at = declarator.end;
        while (s->at < s->count && kind_now(s) != ',' && kind_now(s) != ';') {
            if (kind_now(s) == '(' || kind_now(s) == '[') {
                s->at = scan_skip_parens(s, s->at);
            } else if (kind_now(s) == '{') {
                s->at = scan_skip_braces(s, s->at);
            } else {
                s->at++;
            }
        }
        if (kind_now(s) != ',') {
            break;
        }
        s->at++;
    }
    s->at = begin;
}

// The variables of a type that is, or may be, a pointer to async functions.
static void note_objects(struct scanner *s, const struct specifiers *specifiers) {
    for (uint32_t at = s->at; at < s->count;) {
        struct skimmed declarator = scan_skim_declarator(s, at, specifiers->facts);
        if (declarator.name_token == NO_TOKEN) {
            return;
        }
        if (declarator.facts.asyncness == ASYNC_SURELY &&
            declarator.facts.shape == SHAPE_FUNCTION) {
            error_at(s->c, declarator.name_token, RULE_ASYNC_BY_TYPE,
                     "async function `%s` is declared by a typedef",
                     token_text(s->c, declarator.name_token));
            hint(s->c, "declare it with `async` and its parameters");
        }
        scan_facts(s, declarator.name_token)->object = declarator.facts.asyncness;
        if (kind_at(s, declarator.end) != ',') {
            return;
        }
        at = declarator.end + 1;
    }
}

static void scan_plain_declaration(struct scanner *s, const struct specifiers *specifiers) {
    if (specifiers->is_thread_local) {
        note_thread_locals(s, specifiers);
    }
    uint32_t function = NO_TOKEN;
    bool in_initializer = false;
    if (specifiers->facts.asyncness != ASYNC_NOT) {
        note_objects(s, specifiers);
    }
    while (s->at < s->count) {
        int kind = kind_now(s);
        switch (kind) {
        case '{':
            if (in_initializer) {
                scan_pass_braces(s);
                break;
            }
            uint32_t body = s->at;
            scan_pass_braces(s);
            scan_add_range(s, specifiers->first, s->at, function, body);
            return;
        case '(':
        case '[':
            skip_parens(s);
            break;
        case '=':
            if (!in_initializer) {
                uint32_t at = s->at;
                scan_pass_semicolon(s);
                scan_add_range(s, specifiers->first, s->at, NO_TOKEN, at);
                return;
            }
            s->at++;
            break;
        case '}':
            return;
        case ';':
            s->at++;
            return;
        case TOKEN_IDENTIFIER:
            if (function == NO_TOKEN && kind_at(s, s->at + 1) == '(') {
                function = s->last_plain_function = s->at;
                note_plain_function(s, function);
            }
            s->at++;
            break;
        default:
            s->at++;
        }
    }
}

// ---- external declarations ----

static void scan_external(struct scanner *s) {
    uint32_t first = s->at;
    switch (kind_now(s)) {
    case ';':
    case TOKEN_PRAGMA:
        s->at++;
        return;
    case '}':
        error_at(s->c, s->at, NULL, "this `}` closes nothing");
        s->failed = true;
        return;
    case '{': // the body of an old-style definition, whose parameter declarations looked like
              // others
        scan_pass_braces(s);
        scan_add_range(s, first, s->at, NO_TOKEN, first);
        return;
    case TOKEN_ASM:
    case TOKEN_STATIC_ASSERT:
        scan_pass_semicolon(s);
        return;
    }
    struct specifiers specifiers = scan_specifiers(s);
    if (s->failed) {
        return;
    }
    if (specifiers.async_token != NO_TOKEN) {
        scan_async_declaration(s, &specifiers);
    } else if (specifiers.is_typedef) {
        scan_typedef(s, &specifiers);
    } else {
        scan_plain_declaration(s, &specifiers);
        if (s->last_plain_function != NO_TOKEN && s->last_plain_function >= first) {
            annotations_attach(s->c, s->last_plain_function, first, s->at);
        }
    }
}

bool scan(struct compilation *c) {
    struct scanner *s = arena_allocate(c->arena, sizeof *s);
    *s = (struct scanner){.c = c, .tokens = c->tokens.tokens, .count = c->tokens.count};
    s->last_plain_function = NO_TOKEN;
    c->unit.source = c->source;
    c->unit.tokens = &c->tokens;
    s->last_function = &c->unit.functions;
    while (s->at < s->count && !s->failed && !errors_stopped(c)) {
        uint32_t before = s->at;
        scan_external(s);
        if (s->at == before && !s->failed) { // nothing was recognised: go on behind it
            s->at++;
        }
    }
    for (struct async_function *function = c->unit.functions; function != NULL;
         function = function->next) {
        function->has_visible_future = name_of(function->name)->facts->has_future;
    }
    if (!s->failed) {
        scan_plain_code(s);
    }
    return !s->failed;
}
