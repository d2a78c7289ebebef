// Reads preprocessed C, parses the body of every function in it as if it were async, and writes each back: not by
// copying, but from the kinds, operators and children of the tree. What comes out has to be the source, token by token.
// What the tree does not describe (the words of specifiers and declarators, attributes, asm) is copied, and only there.
//
//     identity FILE.i             exit status 0: equal; the last line says how many functions there were
//     identity --typedefs FILE.i  prints the names that the scanner takes for types, of file scope
#include "compiler/parse.h"

#include <stdlib.h>
#include <string.h>

struct writer {
    struct parser *p;
    uint32_t at;     // the token that has to come next
    bool is_wrong;   // reported
    unsigned wrongs; // in all
};

static void write_node(struct writer *w, const struct node *node);

// ---- tokens ----

static int kind_now(const struct writer *w) {
    return w->p->tokens[w->at].kind;
}

static void complain(struct writer *w, uint32_t token, const char *what) {
    if (!w->is_wrong) {
        struct location place = source_locate(w->p->c->source, w->p->tokens[token].offset);
        printf("%s:%u: %s at `%s`\n", place.file, place.line, what, token_text(w->p->c, token));
        w->wrongs++;
    }
    w->is_wrong = true;
}

static void put(struct writer *w, int kind) {
    if (kind_now(w) != kind && !w->is_wrong) {
        char what[80];
        snprintf(what, sizeof what, kind < 256 ? "the tree says %c" : "the tree says token %d",
                 kind);
        complain(w, w->at, what);
    }
    w->at++;
}

static bool put_if(struct writer *w, int kind) {
    if (kind_now(w) != kind) {
        return false;
    }
    w->at++;
    return true;
}

static void put_name(struct writer *w) {
    if (w->p->tokens[w->at].name == NULL) {
        complain(w, w->at, "the tree says a name");
    }
    w->at++;
}

static void put_until(struct writer *w, uint32_t end) {
    if (end < w->at) {
        complain(w, end, "the tree says this twice");
    }
    w->at = end;
}

// Attributes belong to the node whose tokens they are among; nothing else of them is in the tree.
static void put_attributes(struct writer *w) {
    w->at = parse_skip_attributes(w->p, w->at);
}

static void put_strings(struct writer *w) {
    do {
        put(w, TOKEN_STRING);
    } while (kind_now(w) == TOKEN_STRING);
}

// ---- children ----

static const struct node *child_of(const struct node *node, uint32_t index) {
    return index < node->child_count ? node->children[index] : NULL;
}

static void put_child(struct writer *w, const struct node *node, uint32_t index) {
    const struct node *child = child_of(node, index);
    if (child == NULL) {
        complain(w, node->first, "a child is missing");
        return;
    }
    write_node(w, child);
}

static void put_children(struct writer *w, const struct node *node, uint32_t first, int separator) {
    for (uint32_t i = first; i < node->child_count; i++) {
        if (i > first) {
            put(w, separator);
        }
        put_child(w, node, i);
    }
}

// Tokens as they stand, children from the tree.
static void copy_around_children(struct writer *w, const struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        put_until(w, node->children[i]->first);
        write_node(w, node->children[i]);
    }
    put_until(w, node->end);
}

// ---- expressions ----

static void write_generic_case(struct writer *w, const struct node *node) {
    if (node->child_count == 2) {
        put_child(w, node, 0);
    } else {
        put(w, TOKEN_DEFAULT);
    }
    put(w, ':');
    put_child(w, node, node->child_count - 1);
}

static void write_builtin(struct writer *w, const struct node *node) {
    put(w, TOKEN_BUILTIN_CALL);
    put(w, '(');
    if (token_is_spelled(w->p->c, node->first, "__builtin_offsetof") ||
        token_is_spelled(w->p->c, node->first, "__builtin_has_attribute")) {
        copy_around_children(w, node);
        return;
    }
    put_children(w, node, 0, ',');
    put(w, ')');
}

static void write_conditional(struct writer *w, const struct node *node) {
    put_child(w, node, 0);
    put(w, '?');
    if (node->child_count == 3) {
        put_child(w, node, 1);
    }
    put(w, ':');
    put_child(w, node, node->child_count - 1);
}

static void write_binary(struct writer *w, const struct node *node) {
    put_child(w, node, 0);
    put(w, node->op);
    put_child(w, node, 1);
}

// designators index by expressions, which are children, the value is the last child
static void write_initializer(struct writer *w, const struct node *node) {
    uint32_t next = 0;
    if (kind_now(w) != '.' && kind_now(w) != '[' && w->p->tokens[w->at + 1].kind == ':') {
        put_name(w);
        put(w, ':');
    }
    while (kind_now(w) == '.' || (kind_now(w) == '[' && next + 1 < node->child_count)) {
        if (put_if(w, '.')) {
            put_name(w);
            continue;
        }
        put(w, '[');
        put_child(w, node, next++);
        if (put_if(w, TOKEN_ELLIPSIS)) {
            put_child(w, node, next++);
        }
        put(w, ']');
    }
    put_if(w, '=');
    put_child(w, node, next);
    if (next + 1 != node->child_count) {
        complain(w, node->first, "an initialiser has children left");
    }
}

static void write_initializer_list(struct writer *w, const struct node *node) {
    put(w, '{');
    put_children(w, node, 0, ',');
    put_if(w, ',');
    put(w, '}');
}

static bool write_expression(struct writer *w, const struct node *node) {
    switch (node->kind) {
    case NODE_IDENTIFIER:
        put_name(w);
        return true;
    case NODE_CONSTANT:
        put(w, kind_now(w) == TOKEN_CHARACTER ? TOKEN_CHARACTER : TOKEN_NUMBER);
        return true;
    case NODE_STRING:
        put_strings(w);
        return true;
    case NODE_FUNCTION_NAME:
        put(w, TOKEN_FUNCTION_NAME);
        return true;
    case NODE_PAREN:
    case NODE_STATEMENT_EXPR:
        put(w, '(');
        put_child(w, node, 0);
        put(w, ')');
        return true;
    case NODE_GENERIC:
        put(w, TOKEN_GENERIC);
        put(w, '(');
        put_children(w, node, 0, ',');
        put(w, ')');
        return true;
    case NODE_GENERIC_CASE:
        write_generic_case(w, node);
        return true;
    case NODE_INDEX:
        put_child(w, node, 0);
        put(w, '[');
        put_child(w, node, 1);
        put(w, ']');
        return true;
    case NODE_CALL:
        put_child(w, node, 0);
        put(w, '(');
        put_children(w, node, 1, ',');
        put(w, ')');
        return true;
    case NODE_MEMBER:
        put_child(w, node, 0);
        put(w, node->op);
        put_name(w);
        return true;
    case NODE_POSTFIX:
        put_child(w, node, 0);
        put(w, node->op);
        return true;
    case NODE_COMPOUND_LITERAL:
        put(w, '(');
        put_child(w, node, 0);
        put(w, ')');
        put_child(w, node, 1);
        return true;
    case NODE_UNARY:
        put(w, node->op);
        put_child(w, node, 0);
        return true;
    case NODE_SIZEOF_EXPR:
    case NODE_SIZEOF_TYPE:
        w->at++; // one of several spellings
        if (node->kind == NODE_SIZEOF_TYPE) {
            put(w, '(');
        }
        put_child(w, node, 0);
        if (node->kind == NODE_SIZEOF_TYPE) {
            put(w, ')');
        }
        return true;
    case NODE_CAST:
        put(w, '(');
        put_child(w, node, 0);
        put(w, ')');
        put_child(w, node, 1);
        return true;
    case NODE_BINARY:
    case NODE_LOGICAL:
    case NODE_ASSIGN:
    case NODE_COMMA:
        write_binary(w, node);
        return true;
    case NODE_CONDITIONAL:
        write_conditional(w, node);
        return true;
    case NODE_BUILTIN:
        write_builtin(w, node);
        return true;
    case NODE_LABEL_ADDRESS:
        put_if(w, TOKEN_AND_AND); // asm goto has the name alone
        put_name(w);
        return true;
    case NODE_INITIALIZER_LIST:
        write_initializer_list(w, node);
        return true;
    case NODE_INITIALIZER:
        write_initializer(w, node);
        return true;
    default:
        return false;
    }
}

// ---- declarations ----

static void write_declaration(struct writer *w, const struct node *node) {
    put_child(w, node, 0);
    for (uint32_t i = 1; i < node->child_count; i++) {
        if (i > 1) {
            put(w, ',');
        }
        put_attributes(w);
        put_child(w, node, i);
    }
    if (kind_now(w) != '}') { // the last ';' of a struct may be missing
        put(w, ';');
    }
}

static void write_init_declarator(struct writer *w, const struct node *node) {
    put_child(w, node, 0);
    if (node->child_count > 1) {
        put(w, kind_now(w) == ':' ? ':' : '=');
        put_child(w, node, 1);
        put_attributes(w);
    }
}

static void write_tag(struct writer *w, const struct node *node) {
    if (node->name_token != NO_TOKEN && node->name_token < node->first) {
        complain(w, node->first, "the name of a tag stands elsewhere");
    }
    copy_around_children(w, node);
}

static void write_static_assert(struct writer *w, const struct node *node) {
    w->at++;
    put(w, '(');
    put_child(w, node, 0);
    if (put_if(w, ',')) {
        put_strings(w);
    }
    put(w, ')');
    put(w, ';');
}

static void write_parameters(struct writer *w, const struct node *node) {
    put(w, '(');
    put_children(w, node, 0, ',');
    if (node->child_count == 0 && kind_now(w) != ')' && kind_now(w) != TOKEN_ELLIPSIS) {
        put(w, TOKEN_BUILTIN_TYPE); // void
    }
    if (node->child_count > 0 && put_if(w, ',')) {
        put(w, TOKEN_ELLIPSIS);
    } else {
        put_if(w, TOKEN_ELLIPSIS);
    }
    put(w, ')');
}

static bool write_in_declaration(struct writer *w, const struct node *node) {
    switch (node->kind) {
    case NODE_TYPE_NAME:
    case NODE_PARAMETER:
        put_child(w, node, 0);
        put_child(w, node, 1);
        return true;
    case NODE_DECLARATION:
        write_declaration(w, node);
        return true;
    case NODE_INIT_DECLARATOR:
        write_init_declarator(w, node);
        return true;
    case NODE_TAG:
        write_tag(w, node);
        return true;
    case NODE_ENUMERATOR:
        put_name(w);
        put_attributes(w);
        if (node->child_count > 0) {
            put(w, '=');
            put_child(w, node, 0);
        }
        return true;
    case NODE_TYPEDEF_NAME:
        put_name(w);
        return true;
    case NODE_PARAMETERS:
        write_parameters(w, node);
        return true;
    case NODE_STATIC_ASSERT:
        write_static_assert(w, node);
        return true;
    case NODE_SPECIFIERS:
    case NODE_DECLARATOR:
    case NODE_TYPEOF:
    case NODE_ATTRIBUTE:
        copy_around_children(w, node);
        return true;
    default:
        return false;
    }
}

// ---- statements ----

static void write_condition(struct writer *w, const struct node *node, uint32_t index) {
    put(w, '(');
    put_child(w, node, index);
    put(w, ')');
}

static void write_if(struct writer *w, const struct node *node) {
    put(w, TOKEN_IF);
    write_condition(w, node, 0);
    put_child(w, node, 1);
    if (node->child_count > 2) {
        put(w, TOKEN_ELSE);
        put_child(w, node, 2);
    }
}

static void write_for(struct writer *w, const struct node *node) {
    put(w, TOKEN_FOR);
    put(w, '(');
    for (uint32_t i = 0; i < 3; i++) {
        const struct node *part = child_of(node, i);
        if (part != NULL) {
            write_node(w, part);
        }
        if (part == NULL || part->kind != NODE_DECLARATION) {
            put(w, i < 2 ? ';' : ')');
        }
    }
    put_child(w, node, 3);
}

static void write_case(struct writer *w, const struct node *node) {
    put(w, node->child_count == 1 ? TOKEN_DEFAULT : TOKEN_CASE);
    if (node->child_count > 1) {
        put_child(w, node, 0);
    }
    if (node->child_count > 2) {
        put(w, TOKEN_ELLIPSIS);
        put_child(w, node, 1);
    }
    put(w, ':');
    put_child(w, node, node->child_count - 1);
}

static void write_goto(struct writer *w, const struct node *node) {
    put(w, TOKEN_GOTO);
    if (node->child_count > 0) {
        put(w, '*');
        put_child(w, node, 0);
    } else {
        put_name(w);
    }
    put(w, ';');
}

static bool write_statement(struct writer *w, const struct node *node) {
    switch (node->kind) {
    case NODE_COMPOUND:
        put(w, '{');
        for (uint32_t i = 0; i < node->child_count; i++) {
            put_child(w, node, i);
        }
        put(w, '}');
        return true;
    case NODE_EXPR_STATEMENT:
        if (node->child_count > 0) {
            put_child(w, node, 0);
        } else if (kind_now(w) == '}') {
            return true; // a label at the end of a block
        }
        put(w, ';');
        return true;
    case NODE_IF:
        write_if(w, node);
        return true;
    case NODE_SWITCH:
    case NODE_WHILE:
        put(w, node->kind == NODE_SWITCH ? TOKEN_SWITCH : TOKEN_WHILE);
        write_condition(w, node, 0);
        put_child(w, node, 1);
        return true;
    case NODE_DO:
        put(w, TOKEN_DO);
        put_child(w, node, 0);
        put(w, TOKEN_WHILE);
        write_condition(w, node, 1);
        put(w, ';');
        return true;
    case NODE_FOR:
        write_for(w, node);
        return true;
    case NODE_CASE:
        write_case(w, node);
        return true;
    case NODE_LABEL:
        put_name(w);
        put(w, ':');
        put_attributes(w);
        put_child(w, node, 0);
        return true;
    case NODE_GOTO:
        write_goto(w, node);
        return true;
    case NODE_CONTINUE:
    case NODE_BREAK:
        put(w, node->kind == NODE_CONTINUE ? TOKEN_CONTINUE : TOKEN_BREAK);
        put(w, ';');
        return true;
    case NODE_RETURN:
        put(w, TOKEN_RETURN);
        if (node->child_count > 0) {
            put_child(w, node, 0);
        }
        put(w, ';');
        return true;
    case NODE_ASM:
        copy_around_children(w, node);
        return true;
    case NODE_PRAGMA:
        put(w, TOKEN_PRAGMA);
        return true;
    case NODE_LOCAL_LABELS:
        copy_around_children(w, node);
        return true;
    default:
        return false;
    }
}

static bool is_statement(const struct node *node) {
    return node->kind >= NODE_COMPOUND && node->kind <= NODE_LOCAL_LABELS;
}

static void write_node(struct writer *w, const struct node *node) {
    if (w->is_wrong) {
        return;
    }
    if (w->at != node->first) {
        complain(w, node->first, "a node begins elsewhere");
    }
    if (is_statement(node)) {
        put_attributes(w);
    }
    if (!write_expression(w, node) && !write_in_declaration(w, node) && !write_statement(w, node)) {
        complain(w, node->first, "a kind of node plain C does not have");
    }
    if (w->at != node->end) {
        complain(w, node->end, "a node ends elsewhere");
    }
}

// ---- functions ----

// As parse.c does with async functions; parameters may also be declared as they were before C89.
static struct node *parse_function(struct parser *p, uint32_t first) {
    uint32_t mark = p->stack_count;
    p->at = first;
    p->failed = p->panics = false;
    p->labels = NULL;
    p->function = arena_allocate(p->c->arena, sizeof *p->function);
    struct node *node = parse_node(p, NODE_FUNCTION);
    struct base_type base = parse_specifiers(p);
    parse_push(p, base.node);
    struct declared declared = parse_declarator(p, &base, DECLARATOR_NAMED);
    parse_push(p, declared.node);
    scope_enter(p, node);
    for (uint32_t i = 0; declared.parameters != NULL && i < declared.parameters->child_count; i++) {
        if (declared.parameters->children[i]->symbol != NULL) {
            scope_adopt(p, declared.parameters->children[i]->symbol);
        }
    }
    while (!p->panics && parse_kind(p) != '{') {
        parse_push(p, parse_declaration(p));
    }
    parse_push(p, parse_compound(p));
    scope_finish_labels(p);
    scope_leave(p);
    return parse_finish(p, node, mark);
}

static void check_function(struct writer *w, uint32_t first, uint32_t end) {
    struct parser *p = w->p;
    struct node *function = parse_function(p, first);
    w->is_wrong = false;
    w->at = first;
    if (p->failed || p->panics) {
        complain(w, p->panics ? p->panic_at : first, "cannot be parsed");
        return;
    }
    for (uint32_t i = 0; i < function->child_count; i++) {
        put_child(w, function, i);
    }
    if (w->at != end) {
        complain(w, w->at, "the function ends elsewhere");
    }
}

// Backwards over the attributes that end in front of `at`.
static uint32_t before_attributes(const struct parser *p, uint32_t first, uint32_t at) {
    while (at > first && p->tokens[at - 1].kind == ')') {
        uint32_t open = at - 1;
        for (int depth = 1; depth > 0 && open > first;) {
            open--;
            depth += (p->tokens[open].kind == ')') - (p->tokens[open].kind == '(');
        }
        if (open == first || (p->tokens[open - 1].kind != TOKEN_ATTRIBUTE &&
                              p->tokens[open - 1].kind != TOKEN_ALIGNAS)) {
            return at;
        }
        at = open - 1;
    }
    return at;
}

// Whether the '{' at `at` opens a struct, union or enum: word [attributes] [name] [attributes] {
static bool opens_type(const struct parser *p, uint32_t first, uint32_t at) {
    at = before_attributes(p, first, at);
    for (int names = 0; names < 2 && at > first; names++) {
        int kind = p->tokens[at - 1].kind;
        if (kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM) {
            return true;
        }
        if (p->tokens[at - 1].name == NULL) {
            return false;
        }
        at = before_attributes(p, first, at - 1);
    }
    return false;
}

static unsigned check_file(struct writer *w) {
    struct parser *p = w->p;
    uint32_t first = 0, count = p->c->tokens.count;
    unsigned functions = 0;
    bool has_parameters = false, in_value = false;
    for (uint32_t at = 0; at < count;) {
        switch (p->tokens[at].kind) {
        case '(':
            has_parameters = true;
            at = scan_skip_parens(&p->view, at);
            break;
        case '[':
            at = scan_skip_parens(&p->view, at);
            break;
        case '=':
            in_value = true;
            at++;
            break;
        case '{': {
            bool is_body = has_parameters && !in_value && !opens_type(p, first, at);
            at = scan_skip_braces(&p->view, at);
            if (is_body) {
                functions++;
                check_function(w, first, at);
                first = at;
                has_parameters = false;
            }
            break;
        }
        case ';':
        case TOKEN_PRAGMA:
            // between the parameters and the body of an old function a ';' ends no declaration
            if (p->tokens[at].kind == ';' && has_parameters && !in_value) {
                uint32_t next = at + 1;
                while (p->tokens[next].kind != '{' && p->tokens[next].kind != ';' &&
                       p->tokens[next].kind != '(' && p->tokens[next].kind != TOKEN_END) {
                    next++;
                }
                if (p->tokens[next].kind == '{' && p->tokens[next - 1].kind == ';') {
                    at++;
                    break;
                }
            }
            first = ++at;
            has_parameters = in_value = false;
            break;
        default:
            at++;
        }
    }
    return functions;
}

static char *read_file(const char *path, size_t *out_length) {
    FILE *file = fopen(path, "r");
    struct buffer text = {0};
    char piece[1 << 16];
    for (size_t size; file != NULL && (size = fread(piece, 1, sizeof piece, file)) > 0;) {
        buffer_append(&text, piece, size);
    }
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    fclose(file);
    *out_length = text.length;
    return text.data;
}

static void print_typedefs(const struct compilation *c) {
    for (uint32_t i = 0; i < c->tokens.count; i++) {
        const char *name = c->tokens.tokens[i].name;
        const struct name_facts *facts = name != NULL ? name_of(name)->facts : NULL;
        if (facts != NULL && facts->typedef_token == i) {
            puts(name);
        }
    }
}

static bool check_functions(struct compilation *c) {
    struct parser *p = arena_allocate(c->arena, sizeof *p);
    p->c = c;
    p->tokens = c->tokens.tokens;
    p->view = (struct scanner){.c = c, .tokens = p->tokens, .count = c->tokens.count};
    struct writer w = {.p = p};
    unsigned functions = check_file(&w);
    printf("%u functions, %u of them not equal, %u tokens, %u errors\n", functions, w.wrongs,
           c->tokens.count, error_count(c));
    return w.wrongs == 0 && error_count(c) == 0;
}

int main(int argument_count, char **arguments) {
    const char *path = arguments[argument_count - 1];
    size_t length;
    char *text = read_file(path, &length);
    struct compilation c = {.arena = arena_new()};
    c.source = source_new(c.arena, text, length, path);
    bool good = lex(&c) && scan(&c);
    if (!good) {
        printf("lexer or scanner failed\n");
    } else if (argument_count > 2) {
        print_typedefs(&c);
    } else {
        good = check_functions(&c);
    }
    arena_free(c.arena);
    free(text);
    return good ? 0 : 1;
}
