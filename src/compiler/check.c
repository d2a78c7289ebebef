// The rules of the language that need the tree. Trees with errors of their own are left alone: what
// the parser had to guess would only bring messages nobody can use.
#include "compiler/check.h"
#include "compiler/diagnostic.h"
#include "compiler/name.h"
#include "compiler/rules.h"

#include <string.h>

struct checker {
    struct compilation *c;
    struct node *function;
};

static void visit(struct checker *k, struct node *node, const struct node *parent);
static void visit_children(struct checker *k, struct node *node);

static const struct node *strip_parens(const struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

static bool is_async_name(const struct node *node) {
    return node->kind == NODE_IDENTIFIER && node->symbol != NULL &&
           node->symbol->kind == SYMBOL_ASYNC;
}

static bool is_async_call(const struct node *node) {
    return node->kind == NODE_CALL && is_async_name(node->children[0]);
}

static const char *name_of_node(const struct checker *k, const struct node *node) {
    return token_text(k->c, node->first);
}

// ---- calls ----

static void check_arguments(struct checker *k, const struct node *call) {
    const struct symbol *symbol = call->children[0]->symbol;
    uint32_t expected = symbol->async->parameter_count, found = call->child_count - 1;
    if (expected != found && !symbol->async->is_variadic) {
        error_at(k->c, call->first, RULE_ARGUMENT_COUNT,
                 "async function `%s` takes %u argument%s, but is called with %u", symbol->name,
                 expected, expected == 1 ? "" : "s", found);
        note_at(k->c, symbol->async->name_token, "`%s` is declared here", symbol->name);
    }
}

static void check_declared(struct checker *k, const struct node *name) {
    const struct symbol *symbol = name->symbol;
    if (symbol->token > name->first) {
        error_at(k->c, name->first, RULE_DECLARED_BEFORE,
                 "async function `%s` is used before it is declared", symbol->name);
        note_at(k->c, symbol->token, "its first declaration is here");
    }
}

// The call under an await or spawn: everything in it but its being a call.
static void visit_call(struct checker *k, struct node *call) {
    check_declared(k, call->children[0]);
    check_arguments(k, call);
    for (uint32_t i = 1; i < call->child_count; i++) {
        visit(k, call->children[i], call);
    }
}

static void report_dropped_call(struct checker *k, const struct node *call) {
    const char *name = name_of_node(k, call);
    error_at(k->c, call->first, RULE_CALL_DROPPED,
             "call of async function `%s` is neither awaited nor spawned", name);
    hint(k->c,
         "write `await %s(...)`, or `spawn (s) %s(...);` inside a concurrent or parallel block",
         name, name);
}

// ---- pointers to async functions ----

// What stands at the bottom of `(*table[i])`: whose value or whose elements are called.
static const struct node *called_base(const struct node *callee) {
    for (;;) {
        if (callee->kind == NODE_PAREN || callee->kind == NODE_INDEX ||
            (callee->kind == NODE_UNARY && callee->op == '*') ||
            (callee->kind == NODE_UNARY && callee->op == TOKEN_EXTENSION)) {
            callee = callee->children[0];
        } else {
            return callee;
        }
    }
}

// Does a call of this, which is no async function's name, call an async function? What only types
// can tell is left to the C compiler, for which the function called has to take a context.
static enum asyncness asyncness_of(const struct checker *k, const struct node *callee) {
    const struct node *base = called_base(callee);
    if (base->kind == NODE_MEMBER) {
        const struct name_facts *facts = name_of(token_at(k->c, base->name_token)->name)->facts;
        return facts != NULL && facts->is_async_member ? ASYNC_MAYBE : ASYNC_NOT;
    }
    if (base->kind != NODE_IDENTIFIER) {
        return ASYNC_MAYBE;
    }
    if (base->symbol != NULL) {
        return base->symbol->kind == SYMBOL_ASYNC ? ASYNC_SURELY : base->symbol->asyncness;
    }
    const struct name_facts *facts = name_of(token_at(k->c, base->first)->name)->facts;
    return facts == NULL ? ASYNC_NOT : facts->object;
}

// Plain functions are not kept a list of; but a name that stands nowhere before is that of none.
static bool stands_before(const struct compilation *c, uint32_t token) {
    const char *name = token_at(c, token)->name;
    uint32_t at = 0;
    while (at < token && token_at(c, at)->name != name) {
        at++;
    }
    return at < token;
}

static void report_plain_callee(struct checker *k, const struct node *callee) {
    const struct node *base = called_base(callee);
    if (base->kind == NODE_MEMBER) {
        const char *member = token_text(k->c, base->name_token);
        error_at(k->c, base->name_token, RULE_AWAIT_PLAIN,
                 "member `%s` is no pointer to async functions", member);
        hint(k->c, "call it without await; if it should be one, declare it `async` in its struct");
        return;
    }
    error_at(k->c, callee->first, RULE_AWAIT_PLAIN, "`%s` is not an async function",
             name_of_node(k, base));
    if (base->symbol != NULL) {
        note_at(k->c, base->symbol->token, "it is declared here, without `async`");
    } else if (check_hint_blocking(k->c, name_of_node(k, base))) {
        return;
    } else if (base->kind == NODE_IDENTIFIER && !stands_before(k->c, base->first)) {
        hint(k->c,
             "nothing has that name before this line; is it spelled right, its header included?");
    } else {
        hint(k->c, "call it without await; if it should be async, declare it `async` before");
    }
}

// The call of an async function through a pointer, under an await or spawn. False: it is none.
static bool visit_pointer_call(struct checker *k, struct node *call) {
    if (call->kind != NODE_CALL || asyncness_of(k, call->children[0]) == ASYNC_NOT) {
        return false;
    }
    for (uint32_t i = 0; i < call->child_count; i++) {
        visit(k, call->children[i], call);
    }
    return true;
}

static void report_dropped_pointer_call(struct checker *k, const struct node *call) {
    error_at(k->c, call->first, RULE_CALL_DROPPED,
             "call through a pointer to async functions is neither awaited nor spawned");
    hint(k->c, "write `await` before it, or `spawn (s)` inside a concurrent or parallel block");
}

// The name of an async function as a value is that of the function that pointers to it point to.
static void visit_value(struct checker *k, const struct node *name) {
    check_declared(k, name);
    token_at(k->c, name->first)->edit = EDIT_VALUE;
    name->symbol->async->is_value = true;
}

// Is this a variable that points to plain functions, and to nothing else?
static bool points_to_plain(const struct symbol *symbol) {
    return symbol != NULL && symbol->kind == SYMBOL_OBJECT && symbol->asyncness == ASYNC_NOT &&
           symbol->shape == SHAPE_SCALAR && symbol->declarator != NULL &&
           symbol->declarator->child_count > 0 &&
           symbol->declarator->children[symbol->declarator->child_count - 1]->kind ==
               NODE_PARAMETERS;
}

static bool is_plain_function(const struct checker *k, const struct node *node) {
    if (node->kind != NODE_IDENTIFIER) {
        return false;
    }
    if (node->symbol != NULL) {
        return node->symbol->kind == SYMBOL_FUNCTION;
    }
    const struct name_facts *facts = name_of(token_at(k->c, node->first)->name)->facts;
    return facts != NULL && facts->plain_function_token != NO_TOKEN;
}

// `target = value`, where both can be told without types. The rest is the C compiler's.
static void check_pointer_value(struct checker *k, const struct symbol *target,
                                const struct node *value) {
    value = strip_parens(value);
    if (value->kind == NODE_UNARY && value->op == '&') {
        value = strip_parens(value->children[0]);
    }
    if (target == NULL) {
        return;
    }
    if (is_async_name(value) && points_to_plain(target)) {
        error_at(k->c, value->first, RULE_ASYNC_VALUE,
                 "async function `%s` given to a pointer to plain functions",
                 name_of_node(k, value));
        note_at(k->c, target->token, "declare it `async` for a pointer to async functions");
    } else if (target->asyncness == ASYNC_SURELY && target->kind == SYMBOL_OBJECT &&
               target->shape == SHAPE_SCALAR && is_plain_function(k, value)) {
        error_at(k->c, value->first, RULE_PLAIN_VALUE,
                 "plain function `%s` given to a pointer to async functions",
                 name_of_node(k, value));
        hint(k->c, "write `async` before the declaration of `%s`, if it is yours",
             name_of_node(k, value));
    }
}

static void check_assignment(struct checker *k, const struct node *node) {
    const struct node *target = strip_parens(node->children[0]);
    if (target->kind == NODE_IDENTIFIER && node->op == '=') {
        check_pointer_value(k, target->symbol, node->children[1]);
    }
}

static void check_initialiser(struct checker *k, const struct node *node) {
    if (node->child_count > 1 && node->symbol != NULL) {
        check_pointer_value(k, node->symbol, node->children[1]);
    }
}

// Functions that return twice, or into a frame that is gone.
static const char *const RETURN_TWICE[] = {
    "setjmp",  "_setjmp",    "__setjmp", "sigsetjmp",        "__sigsetjmp",
    "savectx", "getcontext", "vfork",    "__builtin_setjmp", NULL,
};
static const char *const STACK_ALLOCATORS[] = {
    "alloca",
    "__builtin_alloca",
    "__builtin_alloca_with_align",
    "__builtin_alloca_with_align_and_max",
    NULL,
};

// The name the user knows, where a macro made it another one.
static const char *public_name(const char *name) {
    static const char BUILTIN[] = "__builtin_";
    if (strncmp(name, BUILTIN, sizeof BUILTIN - 1) == 0) {
        name += sizeof BUILTIN - 1;
    }
    return name + strspn(name, "_");
}

static bool is_listed(const char *name, const char *const *list) {
    while (*list != NULL && strcmp(*list, name) != 0) {
        list++;
    }
    return *list != NULL;
}

static void check_plain_call(struct checker *k, const struct node *call) {
    const struct node *callee = strip_parens(call->children[0]);
    if (callee->kind != NODE_IDENTIFIER || callee->symbol != NULL) {
        return;
    }
    const char *name = name_of_node(k, callee);
    if (is_listed(name, RETURN_TWICE)) {
        error_at(
            k->c, callee->first, RULE_SETJMP,
            "`%s` cannot be used in an async function: the stack it remembers does not outlive "
            "an await",
            public_name(name));
        hint(k->c, "move it into a plain function that this one calls");
    } else if (is_listed(name, STACK_ALLOCATORS) && k->function->children[2]->has_await) {
        error_at(k->c, callee->first, RULE_ALLOCA,
                 "memory from `%s` does not outlive an await, and this function awaits",
                 public_name(name));
        hint(k->c, "use an array of constant size, or malloc and `defer free(...)`");
    }
}

// ---- await ----

// The async call that an expression begins with: what its author meant to await.
static const struct node *find_async_call(const struct node *node) {
    while (node->kind != NODE_CALL && node->child_count > 0 && node->children[0] != NULL) {
        node = node->children[0];
    }
    return is_async_call(node) ? node->children[0] : NULL;
}

static void report_await_operand(struct checker *k, const struct node *await,
                                 const struct node *operand) {
    const struct node *base = operand;
    while (base->kind == NODE_MEMBER || base->kind == NODE_INDEX || base->kind == NODE_POSTFIX) {
        base = base->children[0];
    }
    if (base != operand && is_async_call(base)) {
        error_at(k->c, await->first, RULE_AWAIT_OPERAND,
                 "await applies to all of what follows, which is not a call of an async function");
        hint(k->c, "write `(await %s(...))` and what you do with its result behind it",
             name_of_node(k, base));
    } else {
        error_at(k->c, await->first, RULE_AWAIT_OPERAND,
                 "the operand of await is not a call of an async function");
        const struct node *call = is_async_name(operand) ? operand : find_async_call(operand);
        if (call != NULL) {
            hint(k->c, "write `await %s(...)`", name_of_node(k, call));
        }
    }
}

static void check_blocking_operand(struct checker *k, struct node *blocking) {
    struct node *call = call_on_pool(blocking);
    if (call->kind != NODE_CALL) {
        error_at(k->c, blocking->first, RULE_BLOCKING_OPERAND,
                 "blocking takes the call of a function");
        hint(k->c, "write a function that does it, and `await blocking(that(...))`");
        visit(k, call, blocking);
        return;
    }
    if (is_async_call(call) || asyncness_of(k, call->children[0]) == ASYNC_SURELY) {
        error_at(k->c, blocking->first, RULE_BLOCKING_OPERAND,
                 "blocking is for ordinary functions, and this one is async");
        hint(k->c, "leave out the `blocking`");
        return;
    }
    check_plain_call(k, call);
    visit_children(k, call);
}

// `blocking(...)` where no await stands in front of it.
static void check_blocking_place(struct checker *k, const struct node *call) {
    const struct node *callee = call->children[0];
    if (callee->kind != NODE_IDENTIFIER || callee->symbol != NULL ||
        token_at(k->c, callee->first)->kind != TOKEN_BLOCKING || is_plain_function(k, callee)) {
        return;
    }
    error_at(k->c, callee->first, RULE_BLOCKING_PLACE, "blocking stands directly behind await");
    hint(k->c, "write `await blocking(...)`");
}

static void check_await(struct checker *k, struct node *await) {
    struct node *operand = await->children[0];
    while (operand->kind == NODE_PAREN) {
        operand = operand->children[0];
    }
    if (operand->kind == NODE_BLOCKING) {
        check_blocking_operand(k, operand);
        return;
    }
    if (is_async_call(operand)) {
        visit_call(k, operand);
        return;
    }
    if (visit_pointer_call(k, operand)) {
        return;
    }
    if (operand->kind == NODE_CALL) {
        report_plain_callee(k, operand->children[0]);
    } else {
        report_await_operand(k, await, operand);
    }
    if (operand->kind == NODE_CALL) {
        for (uint32_t i = 1; i < operand->child_count; i++) {
            visit(k, operand->children[i], operand);
        }
    }
}

// ---- spawn ----

// A scope of this name somewhere else in the function.
static const struct node *find_scope(const struct node *node, const char *name) {
    if (node == NULL || (node->kind == NODE_SCOPE && node->symbol->name == name)) {
        return node;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *found = find_scope(node->children[i], name);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

// A variable may be a scope only if it is a struct; a pointer to a scope has to be followed.
static void check_scope_variable(struct checker *k, const struct node *name,
                                 const struct symbol *symbol) {
    if (symbol->shape != SHAPE_AGGREGATE && symbol->shape != SHAPE_UNKNOWN) {
        error_at(k->c, name->first, RULE_SPAWN_SCOPE, "`%s` is not a scope", symbol->name);
        note_at(k->c, symbol->token, "it is declared here");
        if (symbol->shape == SHAPE_SCALAR) {
            hint(k->c, "if it is a pointer to a scope, write `spawn (*%s)`", symbol->name);
        }
    }
}

static void check_spawn_scope(struct checker *k, const struct node *spawn) {
    const struct node *scope = strip_parens(spawn->children[0]);
    if (scope->kind != NODE_IDENTIFIER) {
        // `*p` and the like: the C compiler knows whether it is a scope
        visit(k, spawn->children[0], spawn);
        return;
    }
    const struct symbol *symbol = scope->symbol;
    const char *name = name_of_node(k, scope);
    if (symbol != NULL && symbol->kind == SYMBOL_SCOPE) {
        return;
    }
    if (symbol != NULL && symbol->kind == SYMBOL_OBJECT) {
        check_scope_variable(k, scope, symbol);
        return;
    }
    const struct node *elsewhere = find_scope(k->function, token_at(k->c, scope->first)->name);
    if (elsewhere != NULL) {
        error_at(k->c, scope->first, RULE_SPAWN_SCOPE, "spawn outside the block of scope `%s`",
                 name);
        note_at(k->c, elsewhere->name_token, "`%s` is open in this block only", name);
    } else {
        error_at(k->c, scope->first, RULE_SPAWN_SCOPE, "there is no scope `%s` here", name);
        hint(k->c, "spawn inside `concurrent (%s) { ... }` or `parallel (%s) { ... }`", name, name);
    }
}

// The `.limit = n` of a scope, or NULL.
static const struct node *limit_of(const struct checker *k, const struct node *scope) {
    for (uint32_t i = 0; i + 1 < scope->child_count; i++) {
        const struct node *option = scope->children[i];
        if (token_at(k->c, option->first)->kind == '.' &&
            token_is_spelled(k->c, option->first + 1, "limit") &&
            !token_is_spelled(k->c, option->end - 1, "0")) {
            return option;
        }
    }
    return NULL;
}

static void check_limit(struct checker *k, const struct node *spawn) {
    const struct node *scope = strip_parens(spawn->children[0]);
    if (spawn->op == TOKEN_AWAIT || scope->kind != NODE_IDENTIFIER || scope->symbol == NULL ||
        scope->symbol->kind != SYMBOL_SCOPE) {
        return;
    }
    const struct node *limit = limit_of(k, scope->symbol->node);
    if (limit != NULL) {
        warning_at(k->c, spawn->first, RULE_LIMIT,
                   "this spawn starts nothing while `%s` has as many children as its limit",
                   scope->symbol->name);
        note_at(k->c, limit->first, "the limit is here");
        hint(k->c, "write `await spawn (%s) ...;` to wait for room", scope->symbol->name);
    }
}

// A typedef of void is left to the C compiler.
static bool is_void(const struct checker *k, const struct async_function *function) {
    for (uint32_t i = function->specifiers_first; i < function->specifiers_end; i++) {
        if (token_is_spelled(k->c, i, "void")) {
            return function->declarator_first == function->name_token;
        }
    }
    return false;
}

static void check_spawn(struct checker *k, struct node *spawn) {
    struct node *call = spawn->children[spawn->child_count - 1];
    check_spawn_scope(k, spawn);
    check_limit(k, spawn);
    if (spawn->child_count == 3) {
        visit(k, spawn->children[1], spawn);
    }
    while (call->kind == NODE_PAREN) {
        call = call->children[0];
    }
    if (is_async_call(call)) {
        visit_call(k, call);
        if (spawn->child_count == 3 && is_void(k, call->children[0]->symbol->async)) {
            error_at(k->c, call->first, RULE_SPAWN_CALL,
                     "async function `%s` returns void: there is no result to store",
                     name_of_node(k, call));
        }
    } else if (visit_pointer_call(k, call)) {
        return;
    } else if (call->kind == NODE_AWAIT) {
        error_at(k->c, call->first, RULE_SPAWN_CALL,
                 "spawn does not wait: there is nothing to await");
        hint(k->c, "leave out the `await` to start a child, or the `spawn` to wait for the result");
    } else if (call->kind == NODE_CALL) {
        const struct node *base = called_base(call->children[0]);
        bool is_blocking = token_at(k->c, base->first)->kind == TOKEN_BLOCKING;
        error_at(k->c, call->first, RULE_SPAWN_CALL,
                 "spawn needs the call of an async function, and `%s` is none",
                 is_blocking                 ? "blocking"
                 : base->kind == NODE_MEMBER ? token_text(k->c, base->name_token)
                                             : name_of_node(k, base));
        if (is_blocking) {
            hint(k->c, "write an async function that awaits it, and spawn that");
        }
    } else if (call->kind == NODE_ASSIGN) {
        error_at(k->c, call->first, RULE_SPAWN_CALL,
                 "spawn stores a result in one lvalue, with a plain `=`");
    } else {
        error_at(k->c, call->first, RULE_SPAWN_CALL, "spawn needs the call of an async function");
        hint(k->c, "write `spawn (s) f(...);` or `spawn (s) result = f(...);`");
    }
}

// ---- variable length arrays ----

static const struct node *find_await(const struct node *node) {
    if (node == NULL || !node->has_await || node_suspends(node)) {
        return node != NULL && node->has_await ? node : NULL;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *found = find_await(node->children[i]);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static void report_vla(struct checker *k, const struct symbol *symbol, const struct node *await) {
    error_at(k->c, symbol->token, RULE_VLA,
             "`%s` has a size that is not constant, and is alive across an await", symbol->name);
    note_at(k->c, await->first,
            await->kind == NODE_SCOPE ? "this block waits at its end" : "this is the await");
    hint(k->c, "give it a constant size, take it from malloc, or end its block before the await");
}

static const struct node *first_await(const struct node *node, uint32_t from) {
    for (uint32_t i = from; i < node->child_count; i++) {
        const struct node *found = find_await(node->children[i]);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

// `block` holds `declaration` as its child `index`; what follows in both is the rest of its
// variables' lives.
static void check_vla(struct checker *k, const struct node *block, uint32_t index) {
    const struct node *declaration = block->children[index];
    while (declaration != NULL &&
           (declaration->kind == NODE_LABEL || declaration->kind == NODE_CASE)) {
        declaration = declaration->children[declaration->child_count - 1];
    }
    if (declaration == NULL || declaration->kind != NODE_DECLARATION) {
        return;
    }
    for (uint32_t i = 1; i < declaration->child_count; i++) {
        const struct node *declarator = declaration->children[i];
        const struct symbol *symbol = declarator->symbol;
        if (symbol == NULL || symbol->shape != SHAPE_VLA || symbol->kind == SYMBOL_FUNCTION) {
            continue;
        }
        const struct node *await = first_await(declarator, 1);
        await = await != NULL ? await : first_await(declaration, i + 1);
        await = await != NULL ? await : first_await(block, index + 1);
        if (await != NULL) {
            report_vla(k, symbol, await);
        }
    }
}

// ---- defer ----

static void check_defer_place(struct checker *k, const struct node *defer,
                              const struct node *parent) {
    if (parent->kind != NODE_COMPOUND && parent->kind != NODE_LABEL && parent->kind != NODE_CASE) {
        error_at(k->c, defer->first, RULE_DEFER_PLACE,
                 "defer must stand directly in a block, at whose end it runs");
        hint(k->c, "write braces around what it belongs to");
    }
}

// ---- the walk ----

static void visit_children(struct checker *k, struct node *node) {
    bool declares = node->kind == NODE_COMPOUND || node->kind == NODE_FOR;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            visit(k, node->children[i], node);
            if (declares) {
                check_vla(k, node, i);
            }
        }
    }
}

static void visit(struct checker *k, struct node *node, const struct node *parent) {
    switch (node->kind) {
    case NODE_AWAIT:
        check_await(k, node);
        return;
    case NODE_SPAWN:
        check_spawn(k, node);
        return;
    case NODE_DEFER:
        check_defer_place(k, node, parent);
        break;
    case NODE_WHEN:
        check_when(k->c, node);
        break;
    case NODE_CALL:
        if (is_async_call(node)) {
            report_dropped_call(k, node);
            visit_call(k, node);
            return;
        }
        if (asyncness_of(k, node->children[0]) == ASYNC_SURELY) {
            report_dropped_pointer_call(k, node);
        }
        check_blocking_place(k, node);
        check_plain_call(k, node);
        break;
    case NODE_IDENTIFIER:
        if (is_async_name(node)) {
            visit_value(k, node);
        }
        break;
    case NODE_ASSIGN:
        check_assignment(k, node);
        break;
    case NODE_INIT_DECLARATOR:
        check_initialiser(k, node);
        break;
    default:
        break;
    }
    visit_children(k, node);
}

bool check(struct compilation *c) {
    struct checker k = {.c = c};
    for (uint32_t i = 0; i < c->unit.item_count && !errors_stopped(c); i++) {
        struct item *item = &c->unit.items[i];
        struct async_function *function = item->functions[0];
        if (item->kind != ITEM_DEFINITION || function->is_broken) {
            continue;
        }
        unsigned errors = error_count(c);
        k.function = item->node;
        visit_children(&k, item->node->children[2]);
        check_lvalues(c, item->node);
        check_returns(c, function, item->node);
        check_jumps(c, item->node);
        check_blocking(c, item->node);
        check_durations(c, item->node);
        if (error_count(c) == errors) { // what is wrong comes first, and has no graph
            check_locks(c, function, item->node);
            check_thread(c, function, item->node);
            check_sharing(c, function, item->node);
            check_returned(c, function, item->node);
            check_scope(c, item->node);
        }
        if (strcmp(function->name, "main") == 0) {
            check_main(c, function);
        }
    }
    return error_count(c) == 0;
}
