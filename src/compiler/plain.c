// Code that is not async: plain functions and initialisers at file scope. It is never parsed, and
// copied as it stands but for two things: pointers to async functions get their hidden parameter,
// and the name of an async function that is used as a value becomes that of the function such
// pointers point to. An async word or a call of an async function in it is a mistake that the C
// compiler would explain badly.
//
// Without a parse one cannot be certain what an identifier is. So whatever might be a local
// declaration of the name hides the async function in the whole function body, and nothing is
// reported or changed there: silence leaves the mistake to the C compiler, a false error would
// refuse a correct program.
#include "compiler/rules.h"
#include "compiler/scan.h"

#include <stdlib.h>

struct mention {
    uint32_t token;
    bool is_call;
};

struct plain {
    struct scanner *s;
    struct compilation *c;
    const struct token *tokens;
    uint32_t range;       // index of the range we are in or in front of
    uint32_t quiet_until; // an error was reported for this statement
    bool is_edited;       // something in the range is not copied as it stands
    struct mention *mentions;
    uint32_t mention_count, mention_capacity;
};

// TOKEN_END also in front of the first token: one may look back from any.
static int kind_at(const struct plain *p, uint32_t at) {
    return at < p->s->count ? p->tokens[at].kind : TOKEN_END;
}

static const char *word_name(int kind) {
    switch (kind) {
    case TOKEN_SPAWN:
        return "spawn";
    case TOKEN_CONCURRENT:
        return "concurrent";
    case TOKEN_PARALLEL:
        return "parallel";
    case TOKEN_WITHIN:
        return "within";
    case TOKEN_RACE:
        return "race";
    default:
        return "defer";
    }
}

static bool is_one_of(int kind, const int *kinds) {
    while (*kinds != 0 && *kinds != kind) {
        kinds++;
    }
    return *kinds != 0;
}

static const struct plain_range *range_at(const struct plain *p, uint32_t at) {
    if (p->range < p->s->range_count) {
        const struct plain_range *range = &p->s->ranges[p->range];
        return at >= range->first && at < range->end ? range : NULL;
    }
    return NULL;
}

static void hint_async(struct plain *p, const struct plain_range *range) {
    if (range != NULL && range->function_token != NO_TOKEN) {
        hint(p->c, "write `async` before the declaration of `%s`",
             token_text(p->c, range->function_token));
    }
}

static void be_quiet(struct plain *p, uint32_t at) {
    while (at < p->s->count && kind_at(p, at) != ';') {
        at++;
    }
    p->quiet_until = at;
}

// ---- the words ----

static bool follows_type_or_member(const struct plain *p, uint32_t at) {
    static const int BEFORE[] = {
        '.',          TOKEN_ARROW, '*',        TOKEN_IDENTIFIER, TOKEN_BUILTIN_TYPE,
        TOKEN_STRUCT, TOKEN_UNION, TOKEN_ENUM, TOKEN_GOTO,       0};
    return at > 0 && is_one_of(kind_at(p, at - 1), BEFORE);
}

static bool names_async_function(const struct plain *p, uint32_t at) {
    const char *name = p->tokens[at].name;
    return name != NULL && name_of(name)->facts != NULL && name_of(name)->facts->async != NULL;
}

// An async function, or a variable that points to some.
static bool names_async(const struct plain *p, uint32_t at) {
    const struct name_facts *facts = name_of(p->tokens[at].name)->facts;
    return facts != NULL && (facts->async != NULL || facts->object == ASYNC_SURELY);
}

static bool is_word(const struct plain *p, uint32_t at) {
    static const int STATEMENT_START[] = {';', '{', '}', ')', ':', TOKEN_ELSE, TOKEN_DO, 0};
    int next = kind_at(p, at + 1);
    if (follows_type_or_member(p, at)) {
        return false;
    }
    switch (kind_at(p, at)) {
    case TOKEN_AWAIT:
        return next == TOKEN_IDENTIFIER || next == TOKEN_BLOCKING || next == TOKEN_SPAWN ||
               (next == '(' && names_async_function(p, at + 2));
    case TOKEN_SPAWN:
        return next == '(' && kind_at(p, scan_skip_parens(p->s, at + 1)) == TOKEN_IDENTIFIER;
    case TOKEN_CONCURRENT:
    case TOKEN_PARALLEL:
    case TOKEN_WITHIN:
        return next == '(' && kind_at(p, scan_skip_parens(p->s, at + 1)) == '{';
    case TOKEN_RACE:
        return next == '{' ||
               (token_is_spelled(p->c, at + 1, "_Fair") && kind_at(p, at + 2) == '{');
    case TOKEN_DEFER:
        return is_one_of(kind_at(p, at - 1), STATEMENT_START) &&
               (next == TOKEN_IDENTIFIER || next == '{' || next == TOKEN_AWAIT);
    default: // when and blocking stand inside the others
        return false;
    }
}

static void check_word(struct plain *p, uint32_t at, const struct plain_range *range) {
    if (range == NULL || at < range->body || at < p->quiet_until || !is_word(p, at)) {
        return;
    }
    if (kind_at(p, at) == TOKEN_AWAIT) {
        error_at(p->c, at, RULE_AWAIT_OUTSIDE, "await outside async code");
    } else {
        error_at(p->c, at, RULE_WORD_OUTSIDE, "%s outside an async function",
                 word_name(kind_at(p, at)));
    }
    hint_async(p, range);
    if (kind_at(p, at) == TOKEN_AWAIT || kind_at(p, at) == TOKEN_SPAWN) {
        be_quiet(p, at); // the call behind it is no second mistake
    }
}

// ---- pointers to async functions ----

static void edit(struct plain *p, uint32_t token) {
    struct translation_unit *unit = &p->c->unit;
    unit->edits = arena_grow(p->c->arena, unit->edits, unit->edit_count, sizeof *unit->edits);
    unit->edits[unit->edit_count++] = (struct edit){EDIT_TOKEN, token};
    if (p->range < p->s->range_count && token >= p->s->ranges[p->range].first) {
        p->is_edited = true;
    }
}

// Where an `async` stands that begins no function.
enum place {
    PLACE_DECLARATION, // of variables, members, types
    PLACE_ALONE,       // a parameter, a cast or another type name
};

// The brackets that were closed in front of `at` are stepped over.
static enum place place_of(const struct plain *p, uint32_t at) {
    uint32_t depth = 0;
    while (at-- > 0) {
        switch (kind_at(p, at)) {
        case ')':
        case ']':
            depth++;
            break;
        case '[':
        case '(':
            if (depth == 0) {
                bool is_for = at > 0 && kind_at(p, at - 1) == TOKEN_FOR;
                return is_for ? PLACE_DECLARATION : PLACE_ALONE;
            }
            depth--;
            break;
        case ';':
        case '{':
        case '}':
            if (depth == 0) {
                return PLACE_DECLARATION;
            }
        }
    }
    return PLACE_DECLARATION;
}

static bool is_typedef(const struct plain *p, uint32_t first, uint32_t end) {
    while (first > 0 && kind_at(p, first - 1) != ';' && kind_at(p, first - 1) != '{' &&
           kind_at(p, first - 1) != '}' && kind_at(p, first - 1) != ')') {
        first--;
    }
    while (first < end && kind_at(p, first) != TOKEN_TYPEDEF) {
        first++;
    }
    return first < end;
}

static uint32_t next_declarator(const struct plain *p, uint32_t at) {
    while (at < p->s->count && kind_at(p, at) != ',' && kind_at(p, at) != ';') {
        int kind = kind_at(p, at);
        at = kind == '(' || kind == '[' ? scan_skip_parens(p->s, at)
             : kind == '{'              ? scan_skip_braces(p->s, at)
                                        : at + 1;
    }
    return at;
}

static void refuse_async(struct plain *p, uint32_t at, const struct skimmed *declarator,
                         bool in_function) {
    const char *name =
        declarator->name_token != NO_TOKEN ? token_text(p->c, declarator->name_token) : NULL;
    if (declarator->has_function_suffix && in_function) {
        error_at(p->c, at, RULE_ASYNC_BY_TYPE, "async function `%s` is declared inside a function",
                 name);
        hint(p->c, "declare it at file scope");
    } else if (declarator->has_function_suffix) {
        error_at(p->c, at, RULE_ASYNC_BY_TYPE, "a member cannot be a function");
        hint(p->c, "write `(*%s)` for a pointer to async functions", name);
    } else if (name != NULL) {
        error_at(p->c, at, RULE_ASYNC_NOT_FUNCTION,
                 "`async` belongs before a function, and `%s` is none", name);
    } else {
        error_at(p->c, at, RULE_ASYNC_NOT_FUNCTION, "`async` belongs before a function");
    }
    be_quiet(p, at);
}

static void check_async(struct plain *p, uint32_t at, const struct plain_range *range) {
    static const int TYPE[] = {TOKEN_BUILTIN_TYPE, TOKEN_IDENTIFIER, 0};
    if (!scan_is_async(p->s, at) || (range != NULL && range->body == NO_TOKEN) ||
        at < p->quiet_until) {
        return;
    }
    enum place place = place_of(p, at);
    bool in_function = range != NULL && range->function_token != NO_TOKEN && at > range->body;
    uint32_t next =
        scan_skip_specifiers(p->s, at + 1, at > 0 && is_one_of(kind_at(p, at - 1), TYPE));
    bool defines_types = is_typedef(p, at, next);
    token_at(p->c, at)->edit = EDIT_OMIT;
    edit(p, at);
    for (;; next++) {
        struct skimmed declarator = scan_skim_declarator(p->s, next, (struct type_facts){0});
        bool is_function = declarator.facts.shape == SHAPE_FUNCTION && place == PLACE_DECLARATION &&
                           !defines_types;
        if (!declarator.has_function_suffix || is_function) {
            refuse_async(p, at, &declarator, in_function);
            return;
        }
        uint32_t open = declarator.parameters_first;
        scan_mark_parameters(p->s, open);
        edit(p, open);
        if (p->tokens[open + 1].edit != EDIT_NONE) {
            edit(p, open + 1);
        }
        next = place == PLACE_ALONE ? next : next_declarator(p, declarator.end);
        if (place == PLACE_ALONE || kind_at(p, next) != ',') {
            return;
        }
    }
}

// ---- names of async functions ----

static void add_mention(struct plain *p, uint32_t token, bool is_call) {
    if (p->mention_count == p->mention_capacity) {
        uint32_t capacity = p->mention_capacity < 16 ? 16 : p->mention_capacity * 2;
        struct mention *bigger = arena_allocate(p->c->arena, capacity * sizeof *bigger);
        for (uint32_t i = 0; i < p->mention_count; i++) {
            bigger[i] = p->mentions[i];
        }
        p->mentions = bigger;
        p->mention_capacity = capacity;
    }
    p->mentions[p->mention_count++] = (struct mention){token, is_call};
}

// The bracket that is open at `at`.
static uint32_t open_bracket(const struct plain *p, uint32_t at) {
    uint32_t depth = 0;
    while (at-- > 0) {
        int kind = kind_at(p, at);
        if (kind == ')' || kind == ']' || kind == '}') {
            depth++;
        } else if (kind == '(' || kind == '[' || kind == '{') {
            if (depth == 0) {
                return at;
            }
            depth--;
        }
    }
    return NO_TOKEN;
}

// Is the '{' at `open` that of a struct, a union or an enumeration?
static bool opens_tag(const struct plain *p, uint32_t open, bool with_enum) {
    static const int TAGS[] = {TOKEN_STRUCT, TOKEN_UNION, 0};
    uint32_t at = open - 1;
    at -= at > 0 && kind_at(p, at) == TOKEN_IDENTIFIER;
    while (at > 1 && kind_at(p, at) == ')') { // attributes
        at = open_bracket(p, at);
        if (at == NO_TOKEN) { // it closes nothing
            return false;
        }
        at -= at > 0;
        at -= at > 0 && kind_at(p, at) == TOKEN_ATTRIBUTE;
    }
    return is_one_of(kind_at(p, at), TAGS) || (with_enum && kind_at(p, at) == TOKEN_ENUM);
}

static bool ends_type(const struct plain *p, uint32_t at) {
    int kind = kind_at(p, at);
    return kind == TOKEN_IDENTIFIER || (kind != TOKEN_EXTENSION && scan_is_specifier_keyword(kind));
}

// The first token of the statement in the block that begins at `open` in which `at` stands.
static uint32_t statement_start(const struct plain *p, uint32_t open, uint32_t at) {
    uint32_t first = open + 1;
    for (uint32_t i = first; i < at; i++) {
        int kind = kind_at(p, i);
        if (kind == '(' || kind == '[') {
            i = scan_skip_parens(p->s, i) - 1;
        } else if (kind == '{') {
            uint32_t end = scan_skip_braces(p->s, i);
            bool is_block = kind_at(p, end) != ',' && !opens_tag(p, i, true);
            first = is_block ? end : first;
            i = end - 1;
        } else if (kind == ';') {
            first = i + 1;
        }
    }
    return first;
}

// Does a list of declarators, `int a, b`, go on at the ',' in front of `at`? Else it is a list of
// arguments, of initialisers or of expressions.
static bool continues_declaration(const struct plain *p, uint32_t at) {
    static const int MAY_FOLLOW[] = {TOKEN_IDENTIFIER, '*', '(', ':', 0};
    uint32_t open = open_bracket(p, at);
    if (open == NO_TOKEN || open == 0) {
        return true;
    }
    int before = kind_at(p, open - 1);
    if (kind_at(p, open) == '(') {
        return before == TOKEN_FOR;
    }
    if (kind_at(p, open) == '{' && (before == '=' || before == ',' || before == ']')) {
        return false; // of an initialiser
    }
    if (kind_at(p, open) == '{' && opens_tag(p, open, true)) {
        return true;
    }
    uint32_t first = statement_start(p, open, at);
    int kind = kind_at(p, first), next = kind_at(p, first + 1);
    return scan_is_specifier_keyword(kind) || kind == TOKEN_ASYNC || kind == TOKEN_CASE ||
           kind == TOKEN_DEFAULT || (kind == '[' && next == '[') ||
           (kind == TOKEN_IDENTIFIER && is_one_of(next, MAY_FOLLOW));
}

// Does the ')' at `at` end a type or an attribute, behind which something is declared? Else a cast.
static bool ends_declaration_specifiers(const struct plain *p, uint32_t at) {
    static const int BEFORE[] = {TOKEN_ATTRIBUTE,    TOKEN_TYPEOF, TOKEN_ALIGNAS,    TOKEN_ATOMIC,
                                 TOKEN_BUILTIN_TYPE, TOKEN_ASM,    TOKEN_IDENTIFIER, 0};
    uint32_t open = open_bracket(p, at);
    return open == NO_TOKEN || open == 0 || is_one_of(kind_at(p, open - 1), BEFORE);
}

// Might a declaration give the name at `at` another meaning?
static bool may_declare(const struct plain *p, uint32_t at) {
    static const int AFTER_NAME[] = {';', ',', '=', '[', ')', 0};
    int before = kind_at(p, at - 1), next = kind_at(p, at + 1);
    switch (before) {
    case '*':
        if (kind_at(p, at - 2) == '(') { // int (*job)(int), but not: (*job)(1)
            return ends_type(p, at - 3);
        }
        return true;
    case '}':
        return is_one_of(next, AFTER_NAME);
    case '{':
        return opens_tag(p, at - 1, true);
    case ')':
        return is_one_of(next, AFTER_NAME) && ends_declaration_specifiers(p, at - 1);
    case ',':
        return next != ')' && is_one_of(next, AFTER_NAME) && continues_declaration(p, at);
    default:
        return ends_type(p, at - 1);
    }
}

static bool is_other_name_space(const struct plain *p, uint32_t at) {
    static const int BEFORE[] = {'.',         TOKEN_ARROW, TOKEN_GOTO, TOKEN_STRUCT,
                                 TOKEN_UNION, TOKEN_ENUM,  0};
    static const int OPERAND_END[] = {TOKEN_IDENTIFIER, TOKEN_NUMBER, TOKEN_CHARACTER, ')', ']', 0};
    static const int BEFORE_LABEL[] = {';', '{', '}', ')', ':', 0};
    int before = kind_at(p, at - 1), next = kind_at(p, at + 1);
    if (before == '[' && next == ']') { // an operand of asm
        return true;
    }
    uint32_t open = open_bracket(p, at);
    if (open != NO_TOKEN && open > 0 && kind_at(p, open) == '{' && opens_tag(p, open, false)) {
        return true; // a member
    }
    if (before == TOKEN_AND_AND) { // the address of a label, if there is no operand before it
        return !is_one_of(kind_at(p, at - 2), OPERAND_END);
    }
    if (before == ',') { // __builtin_offsetof(struct s, member)
        if (open != NO_TOKEN && open > 0 && kind_at(p, open - 1) == TOKEN_BUILTIN_CALL) {
            return token_is_spelled(p->c, open - 1, "__builtin_offsetof");
        }
    }
    return is_one_of(before, BEFORE) || (next == ':' && is_one_of(before, BEFORE_LABEL));
}

// A call, also of a name in parentheses, but not `if (name) (...)`.
static bool is_call(const struct plain *p, uint32_t at) {
    static const int BEFORE[] = {TOKEN_IDENTIFIER, ')',          ']',           TOKEN_IF,
                                 TOKEN_WHILE,      TOKEN_SWITCH, TOKEN_SIZEOF,  TOKEN_TYPEOF,
                                 TOKEN_ALIGNOF,    TOKEN_FOR,    TOKEN_GENERIC, 0};
    uint32_t first = at, next = at + 1;
    while (first > 0 && kind_at(p, first - 1) == '*') {
        first--;
    }
    while (first > 1 && kind_at(p, first - 1) == '(' && kind_at(p, next) == ')' &&
           !is_one_of(kind_at(p, first - 2), BEFORE)) {
        first--;
        next++;
    }
    return kind_at(p, next) == '(';
}

static void check_name(struct plain *p, uint32_t at, const struct plain_range *range) {
    struct name_facts *facts = name_of(p->tokens[at].name)->facts;
    if (at == range->function_token || at == 0 || is_other_name_space(p, at)) {
        return;
    }
    bool in_initializer = range->body != NO_TOKEN && kind_at(p, range->body) == '=';
    if (!in_initializer && (at < range->body || may_declare(p, at))) {
        facts->shadowed_range = p->range + 1;
    } else if (at > range->body && at >= p->quiet_until) {
        add_mention(p, at, is_call(p, at));
    }
}

static void report_call(struct plain *p, uint32_t at, const struct plain_range *range) {
    const char *name = token_text(p->c, at);
    const struct name_facts *facts = name_of(name)->facts;
    uint32_t declared = facts->async != NULL ? facts->async->token : NO_TOKEN;
    if (facts->async == NULL) {
        error_at(p->c, at, RULE_POINTER_FROM_PLAIN,
                 "call through `%s`, a pointer to async functions, outside async code", name);
    } else if (range->function_token == NO_TOKEN) {
        error_at(p->c, at, RULE_CALL_FROM_PLAIN,
                 "async function `%s` called outside of any function", name);
    } else {
        error_at(p->c, at, RULE_CALL_FROM_PLAIN,
                 "async function `%s` called from plain function `%s`; only async code can call "
                 "it, through await or spawn",
                 name, token_text(p->c, range->function_token));
    }
    if (range->function_token != NO_TOKEN) {
        hint_async(p, range);
    }
    if (declared != NO_TOKEN) {
        note_at(p->c, declared, "`%s` is declared here", name);
    }
}

// The name becomes that of the function that pointers point to.
static void make_value(struct plain *p, uint32_t at) {
    struct symbol *async = name_of(p->tokens[at].name)->facts->async;
    if (async != NULL && async->token > at) {
        error_at(p->c, at, RULE_DECLARED_BEFORE,
                 "async function `%s` is used before it is declared", async->name);
        note_at(p->c, async->token, "its first declaration is here");
    } else if (async != NULL) {
        async->async->is_value = true;
        token_at(p->c, at)->edit = EDIT_VALUE;
        edit(p, at);
    }
}

static void add_strict(struct plain *p, uint32_t first, uint32_t end) {
    struct translation_unit *unit = &p->c->unit;
    unit->edits = arena_grow(p->c->arena, unit->edits, unit->edit_count, sizeof *unit->edits);
    unit->edits[unit->edit_count++] = (struct edit){EDIT_STRICT_BEGIN, first};
    unit->edits = arena_grow(p->c->arena, unit->edits, unit->edit_count, sizeof *unit->edits);
    unit->edits[unit->edit_count++] = (struct edit){EDIT_STRICT_END, end};
}

// At the end of a range all local declarations in it are known.
static void finish_range(struct plain *p) {
    const struct plain_range *range = &p->s->ranges[p->range];
    for (uint32_t i = 0; i < p->mention_count; i++) {
        const struct mention *mention = &p->mentions[i];
        const char *name = p->tokens[mention->token].name;
        if (name_of(name)->facts->shadowed_range == p->range + 1) {
            continue;
        }
        if (mention->is_call) {
            report_call(p, mention->token, range);
        } else {
            make_value(p, mention->token);
        }
    }
    p->mention_count = 0;
    if (p->is_edited) {
        add_strict(p, range->first, range->end);
    }
    p->is_edited = false;
    p->range++;
}

static void check_tokens(struct plain *p, uint32_t first, uint32_t end) {
    const struct scanner *s = p->s;
    for (uint32_t at = first; at < end; at++) {
        while (p->range < s->range_count && at >= s->ranges[p->range].end) {
            finish_range(p);
        }
        int kind = kind_at(p, at);
        if (kind == TOKEN_IDENTIFIER) {
            const struct plain_range *range = range_at(p, at);
            if (range != NULL && names_async(p, at)) {
                check_name(p, at, range);
            }
            p->is_edited |= range != NULL && scan_is_pointer_code(p->c, at);
        } else if (kind == TOKEN_ATTRIBUTE) {
            uint32_t behind = scan_skip_parens(s, at + 1);
            at = behind > at ? behind - 1 : at; // names of attributes are no others
        } else if (kind == TOKEN_ASYNC) {
            check_async(p, at, range_at(p, at));
        } else if (kind > TOKEN_ASYNC) {
            check_word(p, at, range_at(p, at));
        }
    }
}

static int compare_edits(const void *a, const void *b) {
    const struct edit *x = a, *y = b;
    return x->token != y->token ? (x->token < y->token ? -1 : 1) : (int)x->kind - (int)y->kind;
}

void scan_plain_code(struct scanner *s) {
    struct compilation *c = s->c;
    struct plain p = {.s = s, .c = c, .tokens = s->tokens};
    uint32_t at = 0;
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        check_tokens(&p, at, c->unit.items[i].first);
        at = c->unit.items[i].end;
    }
    check_tokens(&p, at, s->count);
    while (p.range < s->range_count) {
        finish_range(&p);
    }
    if (c->unit.edit_count > 0) {
        qsort(c->unit.edits, c->unit.edit_count, sizeof *c->unit.edits, compare_edits);
    }
}
