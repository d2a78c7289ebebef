// Brackets and declarators of file scope, read without understanding what stands inside the
// brackets.
#include "compiler/scan.h"

enum { SKIM_NESTING_MAX = 200 }; // parentheses around a declarator at file scope; C asks for 63

bool scan_find_brace(const struct scanner *s, uint32_t open, uint32_t *out_end) {
    uint32_t depth = 0;
    for (uint32_t at = open; at < s->count; at++) {
        int kind = s->tokens[at].kind;
        if (kind == '{') {
            depth++;
        } else if (kind == '}' && --depth == 0) {
            *out_end = at + 1;
            return true;
        }
    }
    *out_end = s->count;
    return false;
}

uint32_t scan_skip_braces(const struct scanner *s, uint32_t at) {
    uint32_t end;
    scan_find_brace(s, at, &end);
    return end;
}

uint32_t scan_skip_parens(const struct scanner *s, uint32_t at) {
    uint32_t depth = 0;
    if (s->tokens[at].kind != '(' && s->tokens[at].kind != '[') {
        return at;
    }
    while (at < s->count) {
        switch (s->tokens[at].kind) {
        case '(':
        case '[':
            depth++;
            at++;
            break;
        case ')':
        case ']':
            at++;
            if (--depth == 0) {
                return at;
            }
            break;
        case '{':
            at = scan_skip_braces(s, at);
            break;
        case '}':
            return at;
        default:
            at++;
        }
    }
    return at;
}

bool scan_is_specifier_keyword(int kind) {
    switch (kind) {
    case TOKEN_AUTO:
    case TOKEN_CONST:
    case TOKEN_ENUM:
    case TOKEN_EXTERN:
    case TOKEN_INLINE:
    case TOKEN_REGISTER:
    case TOKEN_RESTRICT:
    case TOKEN_STATIC:
    case TOKEN_STRUCT:
    case TOKEN_TYPEDEF:
    case TOKEN_UNION:
    case TOKEN_VOLATILE:
    case TOKEN_ALIGNAS:
    case TOKEN_ATOMIC:
    case TOKEN_NORETURN:
    case TOKEN_THREAD_LOCAL:
    case TOKEN_ATTRIBUTE:
    case TOKEN_EXTENSION:
    case TOKEN_TYPEOF:
    case TOKEN_AUTO_TYPE:
    case TOKEN_CONSTEXPR:
    case TOKEN_BUILTIN_TYPE:
        return true;
    default:
        return false;
    }
}

bool scan_is_async(const struct scanner *s, uint32_t at) {
    const struct token *token = &s->tokens[at];
    if (token->kind != TOKEN_ASYNC) {
        return false;
    }
    const struct name_facts *facts = name_of(token->name)->facts;
    if (facts != NULL && facts->typedef_token < at) {
        return false;
    }
    if (at > 0) {
        switch (s->tokens[at - 1].kind) {
        case '.':
        case TOKEN_ARROW:
        case '*':
        case TOKEN_STRUCT:
        case TOKEN_UNION:
        case TOKEN_ENUM:
        case TOKEN_GOTO:
            return false;
        }
    }
    do {
        at++;
        while (s->tokens[at].kind == TOKEN_ATTRIBUTE) {
            at = scan_skip_parens(s, at + 1);
        }
        // `_Async _Async int f(void)`: whatever the second one is, the first is the word
    } while (s->tokens[at].kind == TOKEN_ASYNC);
    int next = s->tokens[at].kind;
    return next == TOKEN_IDENTIFIER || scan_is_specifier_keyword(next);
}

// ---- declarators ----

struct skim {
    const struct scanner *s;
    struct skimmed result;
    unsigned depth;
};

static uint32_t skip_attributes(const struct scanner *s, uint32_t at) {
    for (;;) {
        int kind = s->tokens[at].kind;
        if (kind == TOKEN_ATTRIBUTE || kind == TOKEN_ASM) {
            at = scan_skip_parens(s, at + 1);
        } else if (kind == '[' && s->tokens[at + 1].kind == '[') {
            at = scan_skip_parens(s, at);
        } else {
            return at;
        }
    }
}

static uint32_t skim_pointers(struct skim *k, uint32_t at) {
    const struct token *tokens = k->s->tokens;
    for (;;) {
        at = skip_attributes(k->s, at);
        switch (tokens[at].kind) {
        case '*':
        case '^': // clang's blocks
            k->result.facts = (struct type_facts){.shape = SHAPE_SCALAR};
            break;
        case TOKEN_CONST:
            k->result.facts.is_const = true;
            break;
        case TOKEN_VOLATILE:
            k->result.facts.is_volatile = true;
            break;
        case TOKEN_RESTRICT:
        case TOKEN_ATOMIC:
        case TOKEN_EXTENSION:
            break;
        default:
            // _Nonnull, __ptr32 and the like stand between the last '*' and the name
            if (tokens[at].kind == TOKEN_IDENTIFIER && tokens[at + 1].kind == TOKEN_IDENTIFIER) {
                break;
            }
            return at;
        }
        at++;
    }
}

static uint32_t skim_suffixes(struct skim *k, uint32_t at) {
    // Suffixes bind from the left: in `a[2][3]` the outermost shape is the first one's.
    struct type_facts base = k->result.facts;
    bool first = true;
    for (;; first = false) {
        at = skip_attributes(k->s, at);
        int kind = k->s->tokens[at].kind;
        if (kind == '[') {
            uint32_t end = scan_skip_parens(k->s, at);
            struct type_facts *facts = &k->result.facts;
            if (first) {
                facts->shape = end == at + 2 ? SHAPE_ARRAY_UNKNOWN : SHAPE_ARRAY;
                // Zero when elements may be arrays without our knowing it.
                facts->dimensions = base.shape == SHAPE_UNKNOWN ? 0 : base.dimensions + 1;
            } else if (facts->dimensions > 0) {
                facts->dimensions++;
            }
            at = end;
        } else if (kind == '(') {
            uint32_t end = scan_skip_parens(k->s, at);
            if (first) {
                k->result.facts = (struct type_facts){.shape = SHAPE_FUNCTION};
                k->result.has_function_suffix = true;
                k->result.parameters_first = at;
                k->result.parameters_end = end;
            }
            at = end;
        } else {
            return at;
        }
    }
}

static uint32_t skim_declarator(struct skim *k, uint32_t at) {
    at = skim_pointers(k, at);
    int kind = k->s->tokens[at].kind;
    if (kind == '(' && k->depth < SKIM_NESTING_MAX) {
        uint32_t end = skim_suffixes(k, scan_skip_parens(k->s, at));
        k->depth++;
        skim_declarator(k, at + 1);
        return end;
    }
    if (kind == TOKEN_IDENTIFIER || kind >= TOKEN_ASYNC) {
        k->result.name_token = at;
        return skim_suffixes(k, at + 1);
    }
    return at;
}

struct skimmed scan_skim_declarator(const struct scanner *s, uint32_t at, struct type_facts facts) {
    struct skim k = {.s = s, .result = {.name_token = NO_TOKEN, .facts = facts}};
    k.result.end = skim_declarator(&k, at);
    k.result.facts.asyncness = k.result.has_function_suffix ? ASYNC_NOT : facts.asyncness;
    return k.result;
}
