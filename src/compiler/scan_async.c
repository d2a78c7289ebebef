// Async declarations of file scope: prototypes and definitions of async functions, and pointers to
// such functions and types of them.
#include "compiler/diagnostic.h"
#include "compiler/rules.h"
#include "compiler/scan.h"

#include <string.h>

static int kind_at(const struct scanner *s, uint32_t at) {
    return s->tokens[at].kind;
}

static int kind_now(const struct scanner *s) {
    return s->tokens[s->at].kind;
}

static struct item *add_item(struct scanner *s, enum item_kind kind, uint32_t first) {
    struct translation_unit *unit = &s->c->unit;
    unit->items = arena_grow(s->c->arena, unit->items, unit->item_count, sizeof *unit->items);
    struct item *item = &unit->items[unit->item_count++];
    *item = (struct item){.kind = kind, .first = first};
    return item;
}

// How many parameters stand in the parentheses [first, end), and which forms are not for async
// functions.
static uint32_t count_parameters(const struct scanner *s, uint32_t first, uint32_t end,
                                 bool *out_variadic, bool *out_old_style) {
    *out_variadic = *out_old_style = false;
    if (end <= first + 2 || (end == first + 3 && token_is_spelled(s->c, first + 1, "void"))) {
        return 0;
    }
    const struct token *token = &s->tokens[first + 1];
    if (token->kind == TOKEN_IDENTIFIER) {
        const struct name *name = name_of(token->name);
        bool is_type =
            name->new_keyword != 0 || (name->facts != NULL && name->facts->typedef_token < first);
        *out_old_style = !is_type && (token[1].kind == ',' || token[1].kind == ')');
    }
    uint32_t count = 1;
    for (uint32_t at = first + 1; at + 1 < end;) {
        int kind = kind_at(s, at);
        if (kind == '(' || kind == '[') {
            at = scan_skip_parens(s, at);
        } else if (kind == '{') {
            at = scan_skip_braces(s, at);
        } else {
            count += kind == ',';
            *out_variadic |= kind == TOKEN_ELLIPSIS;
            at++;
        }
    }
    return count - *out_variadic;
}

void scan_mark_parameters(const struct scanner *s, uint32_t open) {
    bool is_variadic, is_old_style;
    uint32_t end = scan_skip_parens(s, open);
    uint32_t count = count_parameters(s, open, end, &is_variadic, &is_old_style);
    if (is_variadic) {
        error_at(s->c, open, RULE_VARIADIC,
                 "an async function cannot have a variable number of arguments");
    }
    if (is_old_style) {
        error_at(s->c, open, RULE_OLD_STYLE,
                 "the types of an async function's parameters belong "
                 "inside the parentheses");
    }
    token_at(s->c, open)->edit = count > 0 || is_variadic ? EDIT_PARAMETER : EDIT_PARAMETER_ALONE;
    if (count == 0 && end == open + 3) {
        token_at(s->c, open + 1)->edit = EDIT_OMIT; // the `void`
    }
}

static struct async_function *function_new(struct scanner *s, uint32_t name_token) {
    struct arena *arena = s->c->arena;
    struct async_function *function = arena_allocate(arena, sizeof *function);
    struct symbol *symbol = arena_allocate(arena, sizeof *symbol);
    function->name = s->tokens[name_token].name;
    function->symbol = symbol;
    function->name_token = NO_TOKEN;
    *symbol = (struct symbol){
        .kind = SYMBOL_ASYNC,
        .storage = STORAGE_EXTERN,
        .shape = SHAPE_FUNCTION,
        .name = function->name,
        .token = name_token,
        .cleanup_token = NO_TOKEN,
        .async = function,
    };
    scan_facts(s, name_token)->async = symbol;
    *s->last_function = function;
    s->last_function = &function->next;
    return function;
}

static void check_redeclaration(struct scanner *s, const struct async_function *function,
                                uint32_t name_token, uint32_t parameter_count, bool is_definition) {
    if (function->name_token == NO_TOKEN) {
        uint32_t plain = scan_facts(s, name_token)->plain_function_token;
        if (plain != NO_TOKEN) {
            error_at(s->c, name_token, RULE_REDECLARATION,
                     "`%s` is declared `async` here, and as a plain function elsewhere",
                     function->name);
            note_at(s->c, plain, "declared without `async` here");
        }
        return;
    }
    if (is_definition && function->is_defined) {
        error_at(s->c, name_token, RULE_REDECLARATION, "async function `%s` is defined twice",
                 function->name);
        note_at(s->c, function->name_token, "the first definition is here");
    } else if (function->parameter_count != parameter_count) {
        error_at(s->c, name_token, RULE_REDECLARATION,
                 "async function `%s` has %u parameter%s here and %u elsewhere", function->name,
                 parameter_count, parameter_count == 1 ? "" : "s", function->parameter_count);
        note_at(s->c, function->name_token, "the other declaration is here");
    }
}

static void check_parameter_list(struct scanner *s, const struct async_function *function,
                                 uint32_t first, bool is_variadic, bool is_old_style) {
    if (is_variadic) {
        error_at(s->c, first, RULE_VARIADIC,
                 "async function `%s` cannot have a variable number of arguments", function->name);
        hint(s->c, "pass an array and its length instead of `...`");
    }
    if (is_old_style) {
        error_at(s->c, first, RULE_OLD_STYLE,
                 "async function `%s` needs the types of its parameters inside the parentheses",
                 function->name);
    }
}

static bool says_must_use(const struct scanner *s, uint32_t first, uint32_t end) {
    static const char *const names[] = {"warn_unused_result", "__warn_unused_result__", "nodiscard",
                                        "__nodiscard__"};
    for (; first < end; first++) {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (token_is_spelled(s->c, first, names[i])) {
                return true;
            }
        }
    }
    return false;
}

// One async function declarator: found at `declarator`, ending in front of s->at.
static struct async_function *declare(struct scanner *s, const struct specifiers *specifiers,
                                      uint32_t first, const struct skimmed *declarator) {
    bool is_definition = kind_now(s) == '{';
    uint32_t name_token = declarator->name_token;
    struct symbol *symbol = scan_facts(s, name_token)->async;
    struct async_function *function = symbol != NULL ? symbol->async : function_new(s, name_token);
    bool variadic, old_style;
    uint32_t count = count_parameters(s, declarator->parameters_first, declarator->parameters_end,
                                      &variadic, &old_style);
    check_parameter_list(s, function, declarator->parameters_first, variadic, old_style);
    check_redeclaration(s, function, name_token, count, is_definition);
    function->is_static |= specifiers->is_static;
    function->is_inline |= specifiers->is_inline;
    function->is_extern_inline |= specifiers->is_extern && specifiers->is_inline;
    function->must_use |= says_must_use(s, specifiers->first, specifiers->end) ||
                          says_must_use(s, first, declarator->end);
    function->is_variadic |= variadic;
    function->is_old_style |= old_style;
    if (!function->is_defined) { // a definition's head counts, whatever prototypes follow it
        function->name_token = name_token;
        function->specifiers_first = specifiers->first;
        function->specifiers_end = specifiers->end;
        function->declarator_first = first;
        function->declarator_end = declarator->end;
        function->parameters_first = declarator->parameters_first;
        function->parameters_end = declarator->parameters_end;
        function->parameter_count = count;
    }
    function->is_defined |= is_definition;
    function->declaration_count++;
    return function;
}

// What is printed of a declaration has a storage class of tarrycc's, so it has to look itself.
static void check_storage(struct scanner *s, const struct specifiers *specifiers) {
    uint32_t first = NO_TOKEN;
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        switch (kind_at(s, i)) {
        case TOKEN_STATIC:
        case TOKEN_EXTERN:
            if (first != NO_TOKEN) {
                error_at(s->c, i, NULL, "`%s` behind `%s`", token_text(s->c, i),
                         token_text(s->c, first));
            }
            first = i;
            break;
        case TOKEN_AUTO:
        case TOKEN_REGISTER:
        case TOKEN_THREAD_LOCAL:
            error_at(s->c, i, NULL, "an async function cannot be `%s`", token_text(s->c, i));
            break;
        }
    }
}

static void refuse_async(struct scanner *s, const struct specifiers *specifiers,
                         const struct skimmed *declarator) {
    if (declarator->name_token != NO_TOKEN && declarator->has_function_suffix) {
        error_at(s->c, declarator->name_token, RULE_ASYNC_MIXED,
                 "`%s` cannot be declared together with the declarators in front of it",
                 token_text(s->c, declarator->name_token));
        hint(s->c, "declare async functions and pointers to async functions one by one");
    } else if (declarator->name_token != NO_TOKEN) {
        error_at(s->c, specifiers->async_token, RULE_ASYNC_NOT_FUNCTION,
                 "`async` belongs before a function, and `%s` is none",
                 token_text(s->c, declarator->name_token));
    } else {
        error_at(s->c, specifiers->async_token, RULE_ASYNC_NOT_FUNCTION,
                 "`async` belongs before a function");
    }
}

// What follows the declarators is neither a body that belongs to one of them nor a ';'.
static void refuse_async_item(struct scanner *s, struct item *item) {
    struct async_function *function = item->functions[item->function_count - 1];
    function->is_broken = true;
    if (kind_now(s) == '{') {
        error_at(s->c, s->at, NULL,
                 "only one async function can be defined at a time; declare the others before");
    } else {
        if (!function->is_old_style) { // of which the declarations of the parameters follow
            error_after(s->c, s->at - 1, NULL,
                        "expected `{` or `;` after the parameters of async function `%s`",
                        function->name);
        }
        scan_pass_semicolon(s);
    }
    if (kind_now(s) == '{') {
        scan_pass_braces(s);
    }
}

// Behind the async declarators: the body or the ';'.
static void finish_async_item(struct scanner *s, struct item *item) {
    if (kind_now(s) == '{' && item->function_count == 1) {
        item->kind = ITEM_DEFINITION;
        scan_pass_braces(s);
    } else if (kind_now(s) == ';') {
        s->at++;
    } else {
        refuse_async_item(s, item);
    }
    item->end = s->at;
}

// Pointers to async functions, or types of them.
static void scan_async_objects(struct scanner *s, const struct specifiers *specifiers) {
    uint32_t initializer = NO_TOKEN;
    for (;;) {
        struct skimmed declarator = scan_skim_declarator(s, s->at, specifiers->facts);
        bool is_function = declarator.facts.shape == SHAPE_FUNCTION && !specifiers->is_typedef;
        if (declarator.name_token == NO_TOKEN || !declarator.has_function_suffix || is_function) {
            refuse_async(s, specifiers, &declarator);
            scan_pass_semicolon(s);
            scan_add_range(s, specifiers->first, s->at, NO_TOKEN, NO_TOKEN);
            return;
        }
        struct name_facts *facts = scan_facts(s, declarator.name_token);
        declarator.facts.asyncness = ASYNC_SURELY;
        if (specifiers->is_typedef) {
            facts->typedef_token =
                facts->typedef_token == NO_TOKEN ? declarator.name_token : facts->typedef_token;
            facts->type = declarator.facts;
        } else {
            facts->object = ASYNC_SURELY;
        }
        s->at = declarator.end;
        if (kind_now(s) == '=') {
            initializer = initializer == NO_TOKEN ? s->at : initializer;
            scan_to_comma(s);
        }
        if (kind_now(s) != ',') {
            break;
        }
        s->at++;
    }
    scan_pass_semicolon(s);
    if (initializer != NO_TOKEN) {
        scan_add_range(s, specifiers->first, s->at, NO_TOKEN, initializer);
    }
}

void scan_async_declaration(struct scanner *s, const struct specifiers *specifiers) {
    struct async_function *functions[64];
    uint32_t count = 0, limit = sizeof functions / sizeof *functions;
    for (;;) {
        uint32_t first = s->at;
        struct skimmed declarator = scan_skim_declarator(s, first, specifiers->facts);
        if (count == 0 && declarator.has_function_suffix &&
            (specifiers->is_typedef || declarator.facts.shape != SHAPE_FUNCTION)) {
            scan_async_objects(s, specifiers);
            return;
        }
        s->at = declarator.end;
        if (specifiers->is_typedef || declarator.name_token == NO_TOKEN ||
            declarator.facts.shape != SHAPE_FUNCTION || count == limit) {
            refuse_async(s, specifiers, &declarator);
            scan_pass_semicolon(s);
            scan_add_range(s, specifiers->first, s->at, NO_TOKEN, NO_TOKEN);
            return;
        }
        functions[count++] = declare(s, specifiers, first, &declarator);
        if (kind_now(s) != ',') {
            break;
        }
        s->at++;
    }
    check_storage(s, specifiers);
    struct item *item = add_item(s, ITEM_PROTOTYPE, specifiers->first);
    item->function_count = count;
    item->functions = arena_allocate(s->c->arena, count * sizeof *functions);
    memcpy(item->functions, functions, count * sizeof *functions);
    finish_async_item(s, item);
    if (item->kind == ITEM_DEFINITION && strcmp(functions[0]->name, "main") == 0) {
        s->c->unit.has_async_main = true;
    }
}
