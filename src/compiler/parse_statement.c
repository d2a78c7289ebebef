// Statements: C's, GNU's and Tarry's.
#include "compiler/parse.h"

#include <string.h>

static struct node *simple(struct parser *p, enum node_kind kind, const char *where) {
    struct node *node = parse_node(p, kind);
    p->at++;
    parse_expect(p, ';', where);
    return parse_finish(p, node, p->stack_count);
}

// ---- blocks ----

static bool is_unknown_type(const struct parser *p) {
    if (!parse_is_name(p, p->at) || scope_find(p, p->at) != NULL || parse_is_await(p, p->at)) {
        return false;
    }
    if (parse_is_name(p, p->at + 1)) {
        return true;
    }
    // `foo * x;` is a useless multiplication, or a declaration with a type we do not know.
    int behind = parse_kind_at(p, 3);
    return parse_kind_at(p, 1) == '*' && parse_is_name(p, p->at + 2) &&
           (behind == ';' || behind == '=');
}

// A word that stands before parentheses is an identifier without them.
static bool refuse_bare_word(struct parser *p) {
    int next = parse_kind_at(p, 1);
    bool is_call = next == TOKEN_IDENTIFIER || next == TOKEN_AWAIT, is_block = next == '{';
    if (parse_kind(p) != TOKEN_IDENTIFIER || (!is_call && !is_block) ||
        scope_find(p, p->at) != NULL || scope_is_typedef(p, p->at)) {
        return false;
    }
    const char *word = token_text(p->c, p->at);
    if (is_call && token_is_spelled(p->c, p->at, "spawn")) {
        parse_fail(p, p->at, RULE_SPAWN_SCOPE, "spawn needs the scope that the child belongs to");
        hint(p->c, "write `spawn (s) ...`, inside of `concurrent (s) { ... }` or "
                   "`parallel (s) { ... }`");
    } else if (is_block && (token_is_spelled(p->c, p->at, "concurrent") ||
                            token_is_spelled(p->c, p->at, "parallel"))) {
        parse_fail(p, p->at, NULL, "%s needs a name for its scope", word);
        hint(p->c, "write `%s (s) { ... }`, and in it `spawn (s) f(...);`", word);
    } else if (is_block && token_is_spelled(p->c, p->at, "within")) {
        parse_fail(p, p->at, NULL, "within needs a duration");
        hint(p->c, "write `within (TARRY_SEC(1)) { ... }`");
    } else if (token_is_spelled(p->c, p->at, "when")) {
        parse_fail(p, p->at, NULL, "when needs parentheses around its expression");
        hint(p->c, "write `when (await f(...)) { ... }`");
    } else {
        return false;
    }
    return true;
}

static void refuse_unknown_type(struct parser *p) {
    if (!refuse_bare_word(p) && is_unknown_type(p)) {
        const char *name = token_text(p->c, p->at);
        parse_fail(p, p->at, NULL, "unknown type name `%s`", name);
        if (strncmp(name, "tarry_", 6) == 0) {
            hint(p->c, "write `struct %s`", name);
        }
    }
}

static struct node *parse_block_item(struct parser *p) {
    if (parse_kind(p) == '[' && parse_kind_at(p, 1) == '[') { // belongs to either
        uint32_t behind = parse_skip_attributes(p, p->at);
        return parse_starts_declaration(p, behind) ? parse_declaration(p) : parse_statement(p);
    }
    if (parse_kind(p) == TOKEN_ATTRIBUTE) {
        uint32_t behind = parse_skip_attributes(p, p->at);
        return parse_starts_declaration(p, behind) ? parse_declaration(p) : parse_statement(p);
    }
    if (parse_starts_declaration(p, p->at)) {
        return parse_declaration(p);
    }
    return parse_statement(p);
}

static void parse_block_items(struct parser *p) {
    while (parse_kind(p) != '}' && parse_kind(p) != TOKEN_END) {
        uint32_t first = p->at;
        struct node *item = parse_block_item(p);
        if (p->panics) {
            parse_recover(p, first);
        } else {
            parse_push(p, item);
        }
    }
}

// compound := { {declaration | statement} }
struct node *parse_compound(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_COMPOUND);
    parse_expect(p, '{', "before the block");
    scope_enter(p, node);
    parse_block_items(p);
    scope_leave(p);
    parse_expect(p, '}', "at the end of the block");
    return parse_finish(p, node, mark);
}

// What stands under if, while and the like: a statement, not a declaration.
static struct node *parse_substatement(struct parser *p) {
    if (parse_kind(p) == TOKEN_PRAGMA) {
        parse_fail(p, p->at, NULL, "a #pragma cannot stand here");
        hint(p->c, "write braces around the #pragma and its statement");
    }
    if (parse_kind(p) != TOKEN_ATTRIBUTE && parse_starts_declaration(p, p->at)) {
        parse_fail(p, p->at, NULL, "a declaration cannot stand here");
        hint(p->c, "write braces around it");
    }
    return parse_statement(p);
}

// ---- labels ----

// The statement behind a label: also, as gcc and C23 allow, a declaration or nothing at the end of
// a block.
static struct node *parse_labelled(struct parser *p) {
    if (parse_kind(p) == '}') {
        struct node *nothing = parse_node(p, NODE_EXPR_STATEMENT);
        return parse_finish(p, nothing, p->stack_count);
    }
    return parse_block_item(p);
}

// Reads `case e :`, `case e ... e :`, `default :` or `name : [attributes]`, all but the statement.
static struct node *parse_one_label(struct parser *p) {
    if (parse_is_name(p, p->at)) {
        struct node *node = parse_node(p, NODE_LABEL);
        struct symbol *label = scope_label(p, p->at);
        if (label->is_defined) {
            parse_complain(p, p->at, RULE_LABEL, "label `%s` stands twice in this function",
                           label->name);
            note_at(p->c, label->token, "the first one is here");
        }
        label->is_defined = true;
        label->token = p->at;
        label->node = node;
        node->symbol = label;
        node->name_token = p->at;
        p->at += 2;
        uint32_t attributes = p->at;
        p->at = parse_skip_attributes(p, p->at);
        parse_refuse_await(p, attributes, p->at, "an attribute");
        return node;
    }
    struct node *node = parse_node(p, NODE_CASE);
    bool is_case = parse_kind(p) == TOKEN_CASE;
    uint32_t first = p->at++;
    if (is_case) {
        parse_push(p, parse_conditional(p));
        if (parse_accept(p, TOKEN_ELLIPSIS)) {
            parse_push(p, parse_conditional(p));
        }
        parse_refuse_await(p, first, p->at, "a case label");
    }
    parse_expect(p, ':', is_case ? "after case" : "after default");
    return node;
}

static bool is_label(const struct parser *p) {
    int kind = parse_kind(p);
    return kind == TOKEN_CASE || kind == TOKEN_DEFAULT ||
           (parse_is_name(p, p->at) && parse_kind_at(p, 1) == ':');
}

// label := {case ... : | default : | name :} statement
// Rows of labels are common and long, so they are read in a loop and made into nodes from the
// innermost outwards.
static struct node *parse_labels(struct parser *p) {
    struct open_label {
        struct open_label *outer;
        struct node *node;
        uint32_t mark;
    } *open = NULL;
    while (is_label(p)) {
        struct open_label *label = arena_allocate(p->c->arena, sizeof *label);
        *label = (struct open_label){.outer = open, .mark = p->stack_count};
        label->node = parse_one_label(p);
        open = label;
    }
    struct node *statement = parse_labelled(p);
    for (; open != NULL; open = open->outer) {
        parse_push(p, statement);
        statement = parse_finish(p, open->node, open->mark);
    }
    return statement;
}

// ---- selection and iteration ----

static void parse_condition(struct parser *p, const char *where) {
    parse_expect(p, '(', where);
    parse_push(p, parse_expression(p));
    parse_expect(p, ')', "after the condition");
}

// if := if ( expression ) statement [else statement]
// An `else if` ladder is read in a loop: it may be longer than a stack is deep.
static struct node *parse_if(struct parser *p) {
    struct open_if {
        struct open_if *outer;
        struct node *node;
        uint32_t mark;
    } *open = NULL;
    struct node *statement = NULL;
    while (statement == NULL) {
        struct open_if *now = arena_allocate(p->c->arena, sizeof *now);
        *now = (struct open_if){.outer = open, .mark = p->stack_count};
        now->node = parse_node(p, NODE_IF);
        open = now;
        p->at++;
        parse_condition(p, "after if");
        parse_push(p, parse_substatement(p));
        if (!parse_accept(p, TOKEN_ELSE)) {
            break;
        }
        if (parse_kind(p) != TOKEN_IF) {
            statement = parse_substatement(p);
        }
    }
    for (; open != NULL; open = open->outer) {
        if (statement != NULL) {
            parse_push(p, statement);
        }
        statement = parse_finish(p, open->node, open->mark);
    }
    return statement;
}

// switch ( expression ) statement, while ( expression ) statement
static struct node *parse_switch_or_while(struct parser *p) {
    uint32_t mark = p->stack_count;
    bool is_switch = parse_kind(p) == TOKEN_SWITCH;
    struct node *node = parse_node(p, is_switch ? NODE_SWITCH : NODE_WHILE);
    p->at++;
    parse_condition(p, is_switch ? "after switch" : "after while");
    parse_push(p, parse_substatement(p));
    return parse_finish(p, node, mark);
}

// do statement while ( expression ) ;
static struct node *parse_do(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_DO);
    p->at++;
    parse_push(p, parse_substatement(p));
    if (!parse_accept(p, TOKEN_WHILE)) {
        parse_unexpected(p, "`while` after the body of do");
    }
    parse_condition(p, "after while");
    parse_expect(p, ';', "after do ... while");
    return parse_finish(p, node, mark);
}

// for ( [expression] ; [expression] ; [expression] ) statement, the first also a declaration
static struct node *parse_for(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_FOR);
    p->at++;
    parse_expect(p, '(', "after for");
    scope_enter(p, node);
    if (parse_starts_declaration(p, p->at)) {
        parse_push(p, parse_declaration(p));
    } else {
        refuse_unknown_type(p);
        parse_push(p, parse_kind(p) == ';' ? NULL : parse_expression(p));
        parse_expect(p, ';', "after the first part of for");
    }
    parse_push(p, parse_kind(p) == ';' ? NULL : parse_expression(p));
    parse_expect(p, ';', "after the condition of for");
    parse_push(p, parse_kind(p) == ')' ? NULL : parse_expression(p));
    parse_expect(p, ')', "after the parts of for");
    parse_push(p, parse_substatement(p));
    scope_leave(p);
    return parse_finish(p, node, mark);
}

// ---- jumps ----

// goto name ; | goto * expression ;
static struct node *parse_goto(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_GOTO);
    p->at++;
    if (parse_accept(p, '*')) {
        parse_push(p, parse_expression(p));
    } else if (parse_is_name(p, p->at)) {
        node->symbol = scope_label(p, p->at);
        node->symbol->uses++;
        node->name_token = p->at++;
    } else {
        parse_unexpected(p, "a label");
    }
    parse_expect(p, ';', "after goto");
    return parse_finish(p, node, mark);
}

// return [expression] ;
static struct node *parse_return(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_RETURN);
    p->at++;
    if (parse_kind(p) != ';') {
        parse_push(p, parse_expression(p));
    }
    parse_expect(p, ';', "after return");
    return parse_finish(p, node, mark);
}

// __label__ name {, name} ;
static struct node *parse_local_labels(struct parser *p) {
    struct node *node = parse_node(p, NODE_LOCAL_LABELS);
    do {
        p->at++;
        if (!parse_is_name(p, p->at)) {
            parse_unexpected(p, "the name of a label");
            break;
        }
        scope_declare_local_label(p, p->at++);
    } while (parse_kind(p) == ',');
    parse_expect(p, ';', "after the labels");
    return parse_finish(p, node, p->stack_count);
}

// ---- asm ----

// One part of an asm is ended by a ':'; two in a row are one token.
struct asm_parts {
    struct parser *p;
    bool half; // the first of a `::` has been taken
};

static bool next_asm_part(struct asm_parts *parts) {
    struct parser *p = parts->p;
    if (parts->half) {
        parts->half = false;
        p->at++;
        return true;
    }
    if (parse_kind(p) == TOKEN_COLON_COLON) {
        parts->half = true;
        return true;
    }
    return parse_accept(p, ':');
}

static void parse_asm_strings(struct parser *p) {
    if (parse_kind(p) != TOKEN_STRING) {
        parse_unexpected(p, "a string");
    }
    while (parse_accept(p, TOKEN_STRING)) {
    }
}

// operand := [[ name ]] string ( expression )
static void parse_asm_operands(struct parser *p) {
    do {
        if (parse_accept(p, '[')) {
            if (!parse_is_name(p, p->at)) {
                parse_unexpected(p, "the name of an operand");
                return;
            }
            p->at++;
            parse_expect(p, ']', "after the name of an operand");
        }
        parse_asm_strings(p);
        parse_expect(p, '(', "before the operand");
        parse_push(p, parse_expression(p));
        parse_expect(p, ')', "after the operand");
    } while (parse_accept(p, ','));
}

static void parse_asm_labels(struct parser *p) {
    do {
        struct node *node = parse_node(p, NODE_LABEL_ADDRESS);
        if (!parse_is_name(p, p->at)) {
            parse_unexpected(p, "a label");
            return;
        }
        node->symbol = scope_label(p, p->at);
        node->symbol->address_taken = true;
        node->symbol->uses++;
        node->name_token = p->at++;
        parse_push(p, parse_finish(p, node, p->stack_count));
    } while (parse_accept(p, ','));
}

static void parse_asm_part(struct asm_parts *parts, int part) {
    struct parser *p = parts->p;
    if (parts->half || parse_kind(p) == ':' || parse_kind(p) == TOKEN_COLON_COLON ||
        parse_kind(p) == ')') {
        return; // empty
    }
    if (part < 2) {
        parse_asm_operands(p);
    } else if (part == 2) {
        do {
            parse_asm_strings(p);
        } while (parse_accept(p, ','));
    } else {
        parse_asm_labels(p);
    }
}

// asm {volatile | inline | goto} ( strings [: outputs [: inputs [: clobbers [: labels]]]] ) ;
static struct node *parse_asm(struct parser *p) {
    uint32_t mark = p->stack_count, first = p->at;
    struct node *node = parse_node(p, NODE_ASM);
    p->at++;
    while (parse_kind(p) == TOKEN_VOLATILE || parse_kind(p) == TOKEN_INLINE ||
           parse_kind(p) == TOKEN_GOTO || parse_kind(p) == TOKEN_CONST) {
        p->at++;
    }
    parse_expect(p, '(', "after asm");
    parse_asm_strings(p);
    struct asm_parts parts = {.p = p};
    for (int part = 0; part < 4 && next_asm_part(&parts); part++) {
        parse_asm_part(&parts, part);
    }
    parse_expect(p, ')', "at the end of asm");
    parse_refuse_await(p, first, p->at, "asm");
    parse_expect(p, ';', "after asm");
    return parse_finish(p, node, mark);
}

// ---- Tarry ----

// scope := (concurrent | parallel) ( name {, initializer} ) compound
static struct node *parse_scope(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_SCOPE);
    const char *word = parse_kind(p) == TOKEN_CONCURRENT ? "concurrent" : "parallel";
    node->op = parse_kind(p);
    p->at += 2;
    uint32_t name = p->at;
    if (!parse_is_name(p, p->at)) {
        parse_unexpected(p, "the name of the scope");
        return node;
    }
    p->at++;
    while (parse_accept(p, ',') && parse_kind(p) != ')') {
        parse_push(p, parse_initializer(p));
    }
    parse_expect(p, ')', "after the scope's name and options");
    scope_enter(p, node);
    node->symbol = scope_declare(p, SYMBOL_SCOPE, name);
    node->symbol->node = node;
    node->symbol->shape = SHAPE_AGGREGATE;
    node->name_token = name;
    if (parse_kind(p) != '{' && !p->panics) {
        error_at(p->c, p->at, NULL, "%s needs a block", word);
        hint(p->c, "write `%s (%s) { ... }`", word, node->symbol->name);
        p->failed = true;
        parse_push(p, parse_statement(p)); // which may be right in itself
    } else {
        parse_push(p, parse_compound(p));
    }
    scope_leave(p);
    return parse_finish(p, node, mark);
}

// spawn := [await] spawn ( expression ) [unary =] call ;
static struct node *parse_spawn(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_SPAWN);
    if (parse_kind(p) == TOKEN_AWAIT) {
        node->op = TOKEN_AWAIT;
        p->at++;
    }
    p->at += 2;
    parse_push(p, parse_assignment(p));
    parse_expect(p, ')', "after the scope");
    if (parse_kind(p) == '{') {
        parse_fail(p, p->at, RULE_SPAWN_CALL, "spawn starts a call, not a block");
        hint(p->c, "make the block an async function, and write `spawn (s) f(...);`");
    }
    struct node *call = parse_assignment(p);
    if (call->kind == NODE_ASSIGN && call->op == '=') { // `a = b = f()` is two lvalues
        parse_push(p, call->children[0]);
        call = call->children[1];
    }
    parse_push(p, call);
    parse_expect(p, ';', "after spawn");
    return parse_finish(p, node, mark);
}

// defer statement
static struct node *parse_defer(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_DEFER);
    p->at++;
    parse_push(p, parse_substatement(p));
    return parse_finish(p, node, mark);
}

// within ( expression ) statement [else statement]
static struct node *parse_within(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_WITHIN);
    p->at++;
    parse_condition(p, "after within");
    parse_push(p, parse_substatement(p));
    if (parse_accept(p, TOKEN_ELSE)) {
        parse_push(p, parse_substatement(p));
    }
    return parse_finish(p, node, mark);
}

// when ( expression ) statement
static struct node *parse_when(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_WHEN);
    p->at++;
    parse_condition(p, "after when");
    parse_push(p, parse_substatement(p));
    return parse_finish(p, node, mark);
}

static bool is_fair(const struct parser *p, uint32_t at) {
    return token_is_spelled(p->c, at, "_Fair");
}

// race [fair] { when {when} }
static struct node *parse_race(struct parser *p) {
    uint32_t mark = p->stack_count, race = p->at++;
    struct node *node = parse_node(p, NODE_RACE);
    node->first = race;
    node->is_fair = is_fair(p, p->at);
    p->at += node->is_fair;
    p->at++; // {
    bool complained = false;
    while (parse_kind(p) != '}' && parse_kind(p) != TOKEN_END) {
        uint32_t first = p->at;
        if (parse_kind(p) == TOKEN_WHEN && parse_kind_at(p, 1) == '(') {
            parse_push(p, parse_when(p));
        } else {
            complained = true;
            parse_complain(p, p->at, RULE_RACE_ARMS,
                           "a race holds only arms: `when (...) statement`");
            parse_block_item(p);
        }
        if (p->panics) {
            parse_recover(p, first);
        }
    }
    if (p->stack_count == mark && !complained && parse_kind(p) == '}') {
        parse_complain(p, race, RULE_RACE_ARMS, "a race without a `when` would never end");
    }
    parse_expect(p, '}', "at the end of race");
    return parse_finish(p, node, mark);
}

static struct node *parse_stray_when(struct parser *p) {
    parse_complain(p, p->at, RULE_WHEN_PLACE, "when outside of a race");
    return parse_when(p);
}

// `defer` followed by what can only continue an expression is somebody's variable.
static bool is_defer(const struct parser *p) {
    switch (parse_kind_at(p, 1)) {
    case '=':
    case '.':
    case '[':
    case ']':
    case ')':
    case ',':
    case ';':
    case ':':
    case '?':
    case '}':
    case '/':
    case '%':
    case '<':
    case '>':
    case '|':
    case '^':
    case TOKEN_ARROW:
    case TOKEN_END:
        return false;
    default:
        return parse_kind_at(p, 1) < TOKEN_SHIFT_LEFT || parse_kind_at(p, 1) >= TOKEN_FIRST_KEYWORD;
    }
}

// A word is one only where nothing of that name is declared and what follows fits it.
static struct node *parse_word_statement(struct parser *p) {
    if (parse_kind(p) < TOKEN_ASYNC || scope_find(p, p->at) != NULL) {
        return NULL;
    }
    int next = parse_kind_at(p, 1);
    switch (parse_kind(p)) {
    case TOKEN_CONCURRENT:
    case TOKEN_PARALLEL:
        return next == '(' ? parse_scope(p) : NULL;
    case TOKEN_SPAWN:
        return next == '(' ? parse_spawn(p) : NULL;
    case TOKEN_AWAIT:
        return parse_is_awaited_spawn(p) ? parse_spawn(p) : NULL;
    case TOKEN_WITHIN:
        return next == '(' ? parse_within(p) : NULL;
    case TOKEN_RACE:
        return next == '{' || (is_fair(p, p->at + 1) && parse_kind_at(p, 2) == '{') ? parse_race(p)
                                                                                    : NULL;
    case TOKEN_WHEN:
        return next == '(' ? parse_stray_when(p) : NULL;
    case TOKEN_DEFER:
        return is_defer(p) ? parse_defer(p) : NULL;
    default:
        return NULL;
    }
}

// ---- statements ----

static struct node *parse_expression_statement(struct parser *p) {
    uint32_t mark = p->stack_count;
    refuse_unknown_type(p);
    struct node *node = parse_node(p, NODE_EXPR_STATEMENT);
    if (parse_kind(p) != ';') {
        parse_push(p, parse_expression(p));
    }
    parse_expect(p, ';', "after the expression");
    return parse_finish(p, node, mark);
}

static struct node *parse_statement_inner(struct parser *p) {
    switch (parse_kind(p)) {
    case '{':
        return parse_compound(p);
    case TOKEN_IF:
        return parse_if(p);
    case TOKEN_SWITCH:
    case TOKEN_WHILE:
        return parse_switch_or_while(p);
    case TOKEN_DO:
        return parse_do(p);
    case TOKEN_FOR:
        return parse_for(p);
    case TOKEN_GOTO:
        return parse_goto(p);
    case TOKEN_CONTINUE:
        return simple(p, NODE_CONTINUE, "after continue");
    case TOKEN_BREAK:
        return simple(p, NODE_BREAK, "after break");
    case TOKEN_RETURN:
        return parse_return(p);
    case TOKEN_ASM:
        return parse_asm(p);
    case TOKEN_LABEL:
        return parse_local_labels(p);
    case TOKEN_ELSE:
        parse_fail(p, p->at, NULL, "else without if");
        return parse_node(p, NODE_EXPR_STATEMENT);
    case TOKEN_PRAGMA: {
        struct node *pragma = parse_node(p, NODE_PRAGMA);
        p->at++;
        return parse_finish(p, pragma, p->stack_count);
    }
    }
    if (is_label(p)) {
        return parse_labels(p);
    }
    struct node *word = parse_word_statement(p);
    return word != NULL ? word : parse_expression_statement(p);
}

// Attributes in front of a statement belong to it.
struct node *parse_statement(struct parser *p) {
    uint32_t first = p->at;
    struct node *node;
    p->at = p->panics ? p->at : parse_skip_attributes(p, p->at);
    parse_refuse_await(p, first, p->at, "an attribute");
    if (parse_enter(p)) {
        node = parse_statement_inner(p);
    } else {
        node = parse_node(p, NODE_EXPR_STATEMENT);
    }
    parse_leave(p);
    node->first = first < node->first ? first : node->first;
    return node;
}
