// --dump=tokens, items and tree: what the front end made of the text, for people and for tests.
#include "compiler/compiler.h"

static const char *const NODE_NAMES[] = {
    [NODE_IDENTIFIER] = "identifier",
    [NODE_CONSTANT] = "constant",
    [NODE_STRING] = "string",
    [NODE_FUNCTION_NAME] = "function-name",
    [NODE_PAREN] = "paren",
    [NODE_STATEMENT_EXPR] = "statement-expression",
    [NODE_GENERIC] = "generic",
    [NODE_GENERIC_CASE] = "generic-case",
    [NODE_INDEX] = "index",
    [NODE_CALL] = "call",
    [NODE_MEMBER] = "member",
    [NODE_POSTFIX] = "postfix",
    [NODE_COMPOUND_LITERAL] = "compound-literal",
    [NODE_UNARY] = "unary",
    [NODE_SIZEOF_EXPR] = "sizeof-expression",
    [NODE_SIZEOF_TYPE] = "sizeof-type",
    [NODE_CAST] = "cast",
    [NODE_BINARY] = "binary",
    [NODE_LOGICAL] = "logical",
    [NODE_CONDITIONAL] = "conditional",
    [NODE_ASSIGN] = "assign",
    [NODE_COMMA] = "comma",
    [NODE_BUILTIN] = "builtin",
    [NODE_LABEL_ADDRESS] = "label-address",
    [NODE_AWAIT] = "await",
    [NODE_INITIALIZER_LIST] = "initializer-list",
    [NODE_INITIALIZER] = "initializer",
    [NODE_TYPE_NAME] = "type-name",
    [NODE_SPECIFIERS] = "specifiers",
    [NODE_TAG] = "tag",
    [NODE_ENUMERATOR] = "enumerator",
    [NODE_TYPEOF] = "typeof",
    [NODE_TYPEDEF_NAME] = "typedef-name",
    [NODE_ATTRIBUTE] = "attribute",
    [NODE_DECLARATION] = "declaration",
    [NODE_INIT_DECLARATOR] = "init-declarator",
    [NODE_DECLARATOR] = "declarator",
    [NODE_PARAMETERS] = "parameters",
    [NODE_PARAMETER] = "parameter",
    [NODE_STATIC_ASSERT] = "static-assert",
    [NODE_COMPOUND] = "compound",
    [NODE_EXPR_STATEMENT] = "expression-statement",
    [NODE_IF] = "if",
    [NODE_SWITCH] = "switch",
    [NODE_CASE] = "case",
    [NODE_LABEL] = "label",
    [NODE_WHILE] = "while",
    [NODE_DO] = "do",
    [NODE_FOR] = "for",
    [NODE_GOTO] = "goto",
    [NODE_CONTINUE] = "continue",
    [NODE_BREAK] = "break",
    [NODE_RETURN] = "return",
    [NODE_ASM] = "asm",
    [NODE_PRAGMA] = "pragma",
    [NODE_LOCAL_LABELS] = "local-labels",
    [NODE_SCOPE] = "scope",
    [NODE_SPAWN] = "spawn",
    [NODE_DEFER] = "defer",
    [NODE_WITHIN] = "within",
    [NODE_RACE] = "race",
    [NODE_WHEN] = "when",
    [NODE_BLOCKING] = "blocking",
    [NODE_FUNCTION] = "function",
};

static const char *const SYMBOL_NAMES[] = {
    [SYMBOL_OBJECT] = "object",   [SYMBOL_FUNCTION] = "function",
    [SYMBOL_TYPEDEF] = "typedef", [SYMBOL_ENUMERATOR] = "enumerator",
    [SYMBOL_TAG] = "tag",         [SYMBOL_LABEL] = "label",
    [SYMBOL_SCOPE] = "scope",     [SYMBOL_ASYNC] = "async",
};

static const char *const SHAPE_NAMES[] = {
    [SHAPE_SCALAR] = "scalar", [SHAPE_AGGREGATE] = "aggregate",
    [SHAPE_ARRAY] = "array",   [SHAPE_ARRAY_UNKNOWN] = "array[]",
    [SHAPE_VLA] = "vla",       [SHAPE_FUNCTION] = "function",
    [SHAPE_VOID] = "void",     [SHAPE_UNKNOWN] = "unknown",
};

static void print_text(const struct compilation *c, uint32_t token, FILE *out) {
    const struct token *at = token_at(c, token);
    fwrite(source_text(c->source) + at->offset, 1, at->length, out);
}

static void print_place(const struct compilation *c, uint32_t token, FILE *out) {
    struct location location = source_locate(c->source, token_at(c, token)->offset);
    fprintf(out, "%s:%u:%u", location.file, location.line, location.column);
}

void dump_tokens(struct compilation *c, FILE *out) {
    for (uint32_t i = 0; i < c->tokens.count; i++) {
        print_place(c, i, out);
        fprintf(out, "%s%3u ", token_at(c, i)->at_line_start ? " * " : "   ", token_at(c, i)->kind);
        print_text(c, i, out);
        putc('\n', out);
    }
}

static void dump_function(const struct compilation *c, const struct async_function *function,
                          FILE *out) {
    fprintf(out, "    %s", function->name);
    fputs(function->is_static ? " static" : "", out);
    fputs(function->is_inline ? " inline" : "", out);
    fputs(function->is_defined ? " defined" : "", out);
    fputs(function->has_visible_future ? " has-future" : "", out);
    fputs(function->is_broken ? " broken" : "", out);
    fputs(" ", out);
    for (uint32_t i = function->parameters_first; i < function->parameters_end; i++) {
        fputs(i > function->parameters_first + 1 && i + 1 < function->parameters_end ? " " : "",
              out);
        print_text(c, i, out);
    }
    putc('\n', out);
}

void dump_items(struct compilation *c, FILE *out) {
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        const struct item *item = &c->unit.items[i];
        print_place(c, item->first, out);
        fprintf(out, ": %s\n", item->kind == ITEM_DEFINITION ? "definition" : "prototype");
        for (uint32_t j = 0; j < item->function_count; j++) {
            dump_function(c, item->functions[j], out);
        }
    }
}

static void dump_symbol(const struct symbol *symbol, FILE *out) {
    fprintf(out, " <%s %s", SYMBOL_NAMES[symbol->kind], symbol->name);
    if (symbol->kind == SYMBOL_OBJECT || symbol->kind == SYMBOL_TYPEDEF) {
        fprintf(out, " %s", SHAPE_NAMES[symbol->shape]);
        fputs(symbol->is_const ? " const" : "", out);
        fputs(symbol->is_volatile ? " volatile" : "", out);
        fputs(symbol->storage == STORAGE_STATIC ? " static" : "", out);
        fputs(symbol->has_cleanup ? " cleanup" : "", out);
        fputs(symbol->address_taken ? " address" : "", out);
    }
    fputs(">", out);
}

static void dump_node(const struct compilation *c, const struct node *node, unsigned depth,
                      FILE *out) {
    fprintf(out, "%*s", (int)depth * 2, "");
    if (node == NULL) {
        fputs("-\n", out);
        return;
    }
    fputs(NODE_NAMES[node->kind], out);
    if (node->child_count == 0 && node->first < node->end) {
        fputs(" `", out);
        for (uint32_t i = node->first; i < node->end; i++) {
            fputs(i > node->first ? " " : "", out);
            print_text(c, i, out);
        }
        fputs("`", out);
    } else if (node->op != 0 && node->op < TOKEN_END) {
        fprintf(out, " %c", node->op);
    } else if (node->name_token != NO_TOKEN) {
        fprintf(out, " %s", token_text(c, node->name_token));
    }
    fputs(node->has_await ? " awaits" : "", out);
    if (node->symbol != NULL) {
        dump_symbol(node->symbol, out);
    }
    putc('\n', out);
    for (uint32_t i = 0; i < node->child_count; i++) {
        dump_node(c, node->children[i], depth + 1, out);
    }
}

void dump_tree(struct compilation *c, FILE *out) {
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        if (c->unit.items[i].node != NULL) {
            dump_node(c, c->unit.items[i].node, 0, out);
        }
    }
}
