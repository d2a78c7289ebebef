// Code that is not async: plain functions and initialisers at file scope. It is copied as it
// stands, never parsed; but an async word or a call of an async function in it is a mistake that
// the C compiler would explain badly.
//
// Without a parse one cannot be certain what an identifier is. So whatever might be a local
// declaration of the name hides the async function in the whole function body, and nothing is
// reported there: silence leaves the mistake to the C compiler, a false error would refuse a
// correct program.
#include "compiler/rules.h"
#include "compiler/scan.h"

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
    struct mention *mentions;
    uint32_t mention_count, mention_capacity;
};

static int kind_at(const struct plain *p, uint32_t at) {
    return p->tokens[at].kind;
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

static bool is_word(const struct plain *p, uint32_t at) {
    static const int STATEMENT_START[] = {';', '{', '}', ')', ':', TOKEN_ELSE, TOKEN_DO, 0};
    int next = kind_at(p, at + 1);
    if (follows_type_or_member(p, at)) {
        return false;
    }
    switch (kind_at(p, at)) {
    case TOKEN_AWAIT:
        return next == TOKEN_IDENTIFIER || next == TOKEN_BLOCKING ||
               (next == '(' && names_async_function(p, at + 2));
    case TOKEN_SPAWN:
        return next == '(' && kind_at(p, scan_skip_parens(p->s, at + 1)) == TOKEN_IDENTIFIER;
    case TOKEN_CONCURRENT:
    case TOKEN_PARALLEL:
    case TOKEN_WITHIN:
        return next == '(' && kind_at(p, scan_skip_parens(p->s, at + 1)) == '{';
    case TOKEN_RACE:
        return next == '{';
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

// A member or parameter that is not even a pointer to a function: its name, else NO_TOKEN.
static uint32_t plain_member_name(const struct plain *p, uint32_t at) {
    uint32_t name = NO_TOKEN;
    for (; at < p->s->count; at++) {
        int kind = kind_at(p, at);
        if (kind == '(') {
            return NO_TOKEN;
        }
        if (kind == ';' || kind == ',' || kind == ')' || kind == '=' || kind == '{' ||
            kind == '[' || kind == ':') {
            break;
        }
        name = kind == TOKEN_IDENTIFIER ? at : name;
    }
    return name;
}

static void check_async(struct plain *p, uint32_t at, const struct plain_range *range) {
    if (!scan_is_async(p->s, at) || (range != NULL && range->body == NO_TOKEN)) {
        return;
    }
    if (range != NULL && range->function_token != NO_TOKEN && at > range->body) {
        error_at(p->c, at, RULE_ASYNC_VALUE, "`async` inside a function is not supported yet");
        hint(p->c, "declare async functions at file scope");
    } else if (plain_member_name(p, at) != NO_TOKEN) {
        error_at(p->c, at, RULE_ASYNC_NOT_FUNCTION,
                 "`async` belongs before a function, and `%s` is none",
                 token_text(p->c, plain_member_name(p, at)));
    } else {
        error_at(p->c, at, RULE_ASYNC_VALUE, "pointers to async functions are not supported yet");
    }
    be_quiet(p, at);
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

static bool ends_type(const struct plain *p, uint32_t at) {
    int kind = kind_at(p, at);
    return kind == TOKEN_IDENTIFIER || (kind != TOKEN_EXTENSION && scan_is_specifier_keyword(kind));
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
    case ')':
        return is_one_of(next, AFTER_NAME);
    case ',':
        return next != ')' && is_one_of(next, AFTER_NAME);
    default:
        return ends_type(p, at - 1);
    }
}

static bool is_other_name_space(const struct plain *p, uint32_t at) {
    static const int BEFORE[] = {'.',         TOKEN_ARROW, TOKEN_GOTO,    TOKEN_STRUCT,
                                 TOKEN_UNION, TOKEN_ENUM,  TOKEN_AND_AND, 0};
    static const int BEFORE_LABEL[] = {';', '{', '}', ')', ':', 0};
    int before = kind_at(p, at - 1), next = kind_at(p, at + 1);
    return is_one_of(before, BEFORE) || (next == ':' && is_one_of(before, BEFORE_LABEL));
}

static bool is_value(const struct plain *p, uint32_t at, bool in_initializer) {
    static const int BEFORE[] = {'=', '(', ',', '&', TOKEN_RETURN, 0};
    static const int AFTER[] = {';', ',', ')', '}', 0};
    int before = kind_at(p, at - 1);
    return (is_one_of(before, BEFORE) || (before == '{' && in_initializer)) &&
           is_one_of(kind_at(p, at + 1), AFTER);
}

static void check_name(struct plain *p, uint32_t at, const struct plain_range *range) {
    struct name_facts *facts = name_of(p->tokens[at].name)->facts;
    if (at == range->function_token || at == 0 || is_other_name_space(p, at)) {
        return;
    }
    bool in_initializer = range->body != NO_TOKEN && kind_at(p, range->body) == '=';
    if (!in_initializer && (at < range->body || may_declare(p, at))) {
        facts->shadowed_range = p->range + 1;
    } else if (at < range->body || at < p->quiet_until) {
        return;
    } else if (kind_at(p, at + 1) == '(') {
        add_mention(p, at, true);
    } else if (facts->async->token < at && is_value(p, at, in_initializer)) {
        add_mention(p, at, false);
    }
}

static void report_mention(struct plain *p, const struct mention *mention,
                           const struct plain_range *range) {
    const char *name = token_text(p->c, mention->token);
    struct symbol *async = name_of(name)->facts->async;
    if (!mention->is_call) {
        error_at(p->c, mention->token, RULE_ASYNC_VALUE,
                 "async function `%s` used as a value; pointers to async functions are not "
                 "supported yet",
                 name);
    } else if (range->function_token == NO_TOKEN) {
        error_at(p->c, mention->token, RULE_CALL_FROM_PLAIN,
                 "async function `%s` called outside of any function", name);
    } else {
        error_at(p->c, mention->token, RULE_CALL_FROM_PLAIN,
                 "async function `%s` called from plain function `%s`; only async code can call "
                 "it, through await or spawn",
                 name, token_text(p->c, range->function_token));
        hint_async(p, range);
    }
    note_at(p->c, async->token, "`%s` is declared here", name);
}

// At the end of a range all local declarations in it are known.
static void finish_range(struct plain *p) {
    const struct plain_range *range = &p->s->ranges[p->range];
    for (uint32_t i = 0; i < p->mention_count; i++) {
        const char *name = p->tokens[p->mentions[i].token].name;
        if (name_of(name)->facts->shadowed_range != p->range + 1) {
            report_mention(p, &p->mentions[i], range);
        }
    }
    p->mention_count = 0;
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
            if (range != NULL && names_async_function(p, at)) {
                check_name(p, at, range);
            }
        } else if (kind == TOKEN_ASYNC) {
            check_async(p, at, range_at(p, at));
        } else if (kind > TOKEN_ASYNC) {
            check_word(p, at, range_at(p, at));
        }
    }
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
}
