// Names of one async function: block scopes, tags, labels. The innermost meaning of a name hangs on
// the name itself, and each symbol remembers what it hides, so finding is a load and leaving a
// scope is a walk over its own symbols.
#include "compiler/parse.h"

static struct name_facts *facts_of(const struct parser *p, uint32_t token) {
    return name_facts_new(p->c->arena, p->tokens[token].name);
}

static const struct name_facts *known_facts(const struct parser *p, uint32_t token) {
    const char *name = p->tokens[token].name;
    return name == NULL ? NULL : name_of(name)->facts;
}

static struct symbol **binding(struct name_facts *facts, enum symbol_kind kind) {
    switch (kind) {
    case SYMBOL_TAG:
        return &facts->tag;
    case SYMBOL_LABEL:
        return &facts->label;
    default:
        return &facts->ordinary;
    }
}

void scope_enter(struct parser *p, struct node *node) {
    struct scope *scope = arena_allocate(p->c->arena, sizeof *scope);
    *scope = (struct scope){.outer = p->scope, .node = node};
    node->scope = scope;
    p->scope = scope;
}

// A label that is mentioned has to stand somewhere, unless its statement could not be read.
static void check_label(struct parser *p, const struct symbol *label) {
    if (!label->is_defined && label->uses > 0 && !p->failed) {
        parse_complain(p, label->token, RULE_LABEL, "there is no label `%s` in this function",
                       label->name);
    }
}

void scope_leave(struct parser *p) {
    // In order of declaration: of two declarations of one name in one scope the first hides what
    // was outside.
    for (struct symbol *symbol = p->scope->symbols; symbol != NULL;
         symbol = symbol->next_in_scope) {
        struct symbol **bound = binding(name_of(symbol->name)->facts, symbol->kind);
        if (*bound != NULL && (*bound)->scope == p->scope) {
            *bound = symbol->hides;
        }
        if (symbol->kind == SYMBOL_LABEL) {
            check_label(p, symbol);
        }
    }
    p->scope = p->scope->outer;
}

static void bind(struct parser *p, struct symbol *symbol) {
    struct symbol **bound = binding(name_facts_new(p->c->arena, symbol->name), symbol->kind);
    symbol->hides = *bound;
    *bound = symbol;
}

static struct symbol *symbol_new(struct parser *p, enum symbol_kind kind, uint32_t name_token) {
    struct symbol *symbol = arena_allocate(p->c->arena, sizeof *symbol);
    *symbol = (struct symbol){
        .kind = kind,
        .shape = SHAPE_UNKNOWN,
        .name = p->tokens[name_token].name,
        .token = name_token,
        .cleanup_token = NO_TOKEN,
    };
    return symbol;
}

void scope_adopt(struct parser *p, struct symbol *symbol) {
    struct scope *scope = p->scope;
    bind(p, symbol);
    symbol->scope = scope;
    symbol->next_in_scope = NULL;
    if (symbol->hides != NULL && symbol->hides->scope == scope) { // redeclared
        symbol->hides = symbol->hides->hides;
    }
    if (scope->last_symbol != NULL) {
        scope->last_symbol->next_in_scope = symbol;
    } else {
        scope->symbols = symbol;
    }
    scope->last_symbol = symbol;
}

struct symbol *scope_declare(struct parser *p, enum symbol_kind kind, uint32_t name_token) {
    struct symbol *symbol = symbol_new(p, kind, name_token);
    scope_adopt(p, symbol);
    return symbol;
}

struct symbol *scope_find(const struct parser *p, uint32_t name_token) {
    const struct name_facts *facts = known_facts(p, name_token);
    if (facts == NULL) {
        return NULL;
    }
    return facts->ordinary != NULL ? facts->ordinary : facts->async;
}

struct symbol *scope_find_tag(const struct parser *p, uint32_t name_token) {
    const struct name_facts *facts = known_facts(p, name_token);
    return facts == NULL ? NULL : facts->tag;
}

bool scope_is_typedef(const struct parser *p, uint32_t token) {
    const struct name_facts *facts = known_facts(p, token);
    if (facts == NULL) {
        return false;
    }
    if (facts->ordinary != NULL) {
        return facts->ordinary->kind == SYMBOL_TYPEDEF;
    }
    return facts->typedef_token < token;
}

// ---- labels ----

// The label `name_token` speaks about: a __label__ of a block around, else the function's, made
// when first mentioned.
struct symbol *scope_label(struct parser *p, uint32_t name_token) {
    struct name_facts *facts = facts_of(p, name_token);
    if (facts->label == NULL) {
        struct symbol *label = symbol_new(p, SYMBOL_LABEL, name_token);
        bind(p, label);
        label->next_in_scope = p->labels;
        p->labels = label;
    }
    return facts->label;
}

void scope_declare_local_label(struct parser *p, uint32_t name_token) {
    scope_declare(p, SYMBOL_LABEL, name_token);
}

// The end of the function. Labels are reported in the order in which they are mentioned.
void scope_finish_labels(struct parser *p) {
    struct symbol *in_order = NULL;
    for (struct symbol *label = p->labels, *next; label != NULL; label = next) {
        next = label->next_in_scope;
        label->next_in_scope = in_order;
        in_order = label;
        name_of(label->name)->facts->label = NULL;
    }
    for (struct symbol *label = in_order; label != NULL; label = label->next_in_scope) {
        check_label(p, label);
    }
    p->labels = NULL;
}
