// What children get pointers to.
//
// L42: a local variable whose block ends before the scope waits for the child. Behind the spawn the
// block may still wait for the child in some other way, so it is an error only if there is no await
// any more in that block.
//
// L43: a plain variable, a number or an array of numbers, that several children of a parallel scope
// may write at the same time; also as a spawn's lvalue, and by one spawn in a loop. Which spawns can
// follow each other inside one scope is known by data flow: two branches of an `if` cannot.
#include "compiler/check.h"
#include "compiler/check_loans.h"
#include "compiler/flow.h"
#include "compiler/name.h"
#include "compiler/rules.h"

#include <string.h>

struct sharing {
    struct compilation *c;
    struct async_function *function;
    const struct node *body;
    struct loans loans;
    const struct node **spawns; // by bit
    uint32_t spawn_count;
};

// Whether parameter `index` of the called function points to something const.
static bool parameter_reads_only(const struct sharing *k, const struct node *call, uint32_t index) {
    const struct node *callee = check_strip_parens(call->children[0]);
    const struct symbol *symbol = callee->kind == NODE_IDENTIFIER ? callee->symbol : NULL;
    const struct async_function *function = symbol != NULL ? symbol->async : NULL;
    if (function == NULL || function->parameters == NULL ||
        index >= function->parameters->child_count) {
        return false;
    }
    const struct node *parameter = function->parameters->children[index];
    if (parameter->kind != NODE_PARAMETER || parameter->child_count == 0) {
        return false;
    }
    const struct node *specifiers = parameter->children[0];
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        if (token_at(k->c, i)->kind == TOKEN_CONST) {
            return true;
        }
    }
    return false;
}

static void find_spawn(struct sharing *k, const struct node *spawn) {
    const struct node *call = check_strip_parens(spawn->children[spawn->child_count - 1]);
    if (spawn->child_count == 3) {
        loans_of_place(&k->loans, &(struct loan){.spawn = spawn, .is_lvalue = true},
                       spawn->children[1]);
    }
    for (uint32_t i = 1; call->kind == NODE_CALL && i < call->child_count; i++) {
        struct loan model = {
            .spawn = spawn, .argument = i, .reads_only = parameter_reads_only(k, call, i - 1)};
        loans_of_value(&k->loans, &model, call->children[i]);
    }
    k->spawns = arena_grow(k->c->arena, k->spawns, k->spawn_count, sizeof *k->spawns);
    k->spawns[k->spawn_count++] = spawn;
}

static void find(struct sharing *k, const struct node *node) {
    const struct scope *outside = k->loans.scope;
    if (check_is_unevaluated(node)) {
        return;
    }
    k->loans.scope = node->scope != NULL ? node->scope : k->loans.scope;
    if (node->kind == NODE_SPAWN) {
        find_spawn(k, node);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find(k, node->children[i]);
        }
    }
    k->loans.scope = outside;
}

// ---- L42 ----

static bool is_inside(const struct scope *scope, const struct scope *outer) {
    while (scope != NULL && scope != outer) {
        scope = scope->outer;
    }
    return scope != NULL;
}

// The scope statement a spawn is for, NULL if it is somebody else's.
static const struct node *scope_of(const struct node *spawn) {
    const struct node *name = check_strip_parens(spawn->children[0]);
    if (name->kind == NODE_UNARY && name->op == '*') { // `*&s`
        name = check_strip_parens(name->children[0]);
        name = name->kind == NODE_UNARY && name->op == '&' ? check_strip_parens(name->children[0])
                                                           : name;
        name = name->kind == NODE_IDENTIFIER && name->symbol != NULL &&
                       name->symbol->kind == SYMBOL_SCOPE
                   ? name
                   : NULL;
    }
    const struct symbol *symbol =
        name != NULL && name->kind == NODE_IDENTIFIER ? name->symbol : NULL;
    return symbol != NULL && symbol->kind == SYMBOL_SCOPE ? symbol->node : NULL;
}

// Whether the scope comes from outside the function: `*p` with a parameter p, or something found
// through one.
static bool is_from_outside(const struct node *spawn) {
    const struct node *node = check_strip_parens(spawn->children[0]);
    while ((node->kind == NODE_UNARY && node->op == '*') || node->kind == NODE_MEMBER ||
           node->kind == NODE_INDEX || node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node->kind == NODE_IDENTIFIER && (node->symbol == NULL || node->symbol->is_parameter);
}

// Whether an await stands in `node` behind token `from`.
static bool awaits_behind(const struct node *node, uint32_t from) {
    if (node == NULL || !node->has_await || node->end <= from) {
        return false;
    }
    if (node->first >= from &&
        (node->kind == NODE_AWAIT || node->kind == NODE_SCOPE || node->kind == NODE_RACE)) {
        return true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (awaits_behind(node->children[i], from)) {
            return true;
        }
    }
    return false;
}

// The value that a library's macro (TARRY__VALUE) keeps in a literal of its own, or NULL.
static const struct node *kept_value(const struct sharing *k, const struct loan *loan) {
    const struct node *place = loan->place;
    return place->kind == NODE_COMPOUND_LITERAL && place->children[1]->child_count > 0 &&
                   token_at(k->c, place->first + 1)->kind == TOKEN_TYPEOF
               ? place->children[1]->children[0]
               : NULL;
}

static void report_lifetime(struct sharing *k, const struct loan *loan, const struct node *scope) {
    struct compilation *c = k->c;
    const struct node *kept = kept_value(k, loan);
    const char *what = check_text(c, kept != NULL ? kept : loan->place);
    const struct node *block = loan->scope->node;
    block = block->kind == NODE_FUNCTION ? k->body : block;
    // The end of another scope's block waits too.
    bool is_body = loan->scope->outer != NULL && loan->scope->outer->node != NULL &&
                   loan->scope->outer->node->kind == NODE_SCOPE;
    bool may_wait = is_body || awaits_behind(block, loan->spawn->end);
    const char *gives = loan->is_lvalue ? "writes its result to"
                        : kept != NULL  ? "gets a pointer to this call's copy of"
                                        : "gets a pointer to";
    const char *scope_name =
        scope != NULL ? arena_format(c->arena, "`%s`", scope->symbol->name) : "a scope outside";
    if (may_wait) {
        warning_at(c, loan->place->first, RULE_LIFETIME,
                   "a child of %s %s `%s`, whose block may end before the child does", scope_name,
                   gives, what);
    } else {
        error_at(c, loan->place->first, RULE_LIFETIME,
                 "a child of %s %s `%s`, whose block ends before the child does", scope_name, gives,
                 what);
    }
    if (loan->symbol != NULL) {
        note_at(c, loan->symbol->token, "`%s` lives until the end of %s", loan->symbol->name,
                loan->symbol->is_parameter ? "this function" : "the block it is declared in");
    }
    if (scope != NULL) {
        note_at(c, scope->first, "scope `%s` waits for its children at the end of this block",
                scope->symbol->name);
        if (kept != NULL) {
            hint(c, "start a function of your own that gets the value and awaits the call");
        } else {
            hint(c, "declare it outside of `%s`, or start the child in a scope inside its block",
                 scope->symbol->name);
        }
    } else {
        hint(c, "start the child in a scope of this function's own, or give it memory that lasts");
    }
}

// Whether what is lent lives in a block inside the scope's, which ends earlier than the scope.
static bool is_shorter(const struct loan *loan, const struct node *scope) {
    const struct scope *body = scope->children[scope->child_count - 1]->scope;
    return body != NULL && loan->scope != body && is_inside(loan->scope, body);
}

static void check_lifetime(struct sharing *k, const struct loan *loan) {
    const struct node *scope = scope_of(loan->spawn);
    if (scope != NULL ? is_shorter(loan, scope) : is_from_outside(loan->spawn)) {
        report_lifetime(k, loan, scope);
    }
}

// ---- L43 ----

static bool names_number(const struct compilation *c, const struct node *name) {
    if (name->symbol != NULL) {
        return name->symbol->shape == SHAPE_SCALAR && !name->symbol->is_volatile;
    }
    const struct name_facts *facts = name_of(token_at(c, name->first)->name)->facts;
    return facts != NULL && facts->type.shape == SHAPE_SCALAR && !facts->type.is_atomic &&
           !facts->type.is_volatile && !facts->type.is_const;
}

static bool is_number_type(const struct sharing *k, const struct symbol *symbol) {
    bool is_shape = symbol->shape == SHAPE_SCALAR || symbol->shape == SHAPE_ARRAY ||
                    symbol->shape == SHAPE_ARRAY_UNKNOWN;
    if (!is_shape || symbol->is_const || symbol->is_volatile || symbol->specifiers == NULL ||
        symbol->declarator == NULL) {
        return false;
    }
    for (uint32_t i = symbol->declarator->first; i < symbol->declarator->end; i++) {
        int kind = token_at(k->c, i)->kind;
        if (kind == '*' || kind == TOKEN_ATOMIC) {
            return false;
        }
        if (kind == '[') {
            break;
        }
    }
    for (uint32_t i = symbol->specifiers->first; i < symbol->specifiers->end; i++) {
        const struct token *token = token_at(k->c, i);
        if (token->kind == TOKEN_ATOMIC || token->kind == TOKEN_STRUCT ||
            token->kind == TOKEN_UNION) {
            return false;
        }
        // Locks and their like are numbers to some C libraries.
        if (token->kind == TOKEN_IDENTIFIER &&
            (strncmp(token->name, "atomic_", 7) == 0 || strncmp(token->name, "pthread_", 8) == 0 ||
             strstr(token->name, "lock") != NULL || strcmp(token->name, "once_flag") == 0)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < symbol->specifiers->child_count; i++) {
        const struct node *child = symbol->specifiers->children[i];
        if (child->kind == NODE_TYPEDEF_NAME && !names_number(k->c, child)) {
            return false;
        }
    }
    return true;
}

static bool same_text(const struct sharing *k, const struct node *a, const struct node *b) {
    return check_text(k->c, a) == check_text(k->c, b);
}

static bool mentions_variables(const struct sharing *k, const struct node *node) {
    for (uint32_t i = node->first; i < node->end; i++) {
        if (token_at(k->c, i)->kind == TOKEN_IDENTIFIER) {
            return true;
        }
    }
    return false;
}

// Whether two calls, or one call made again, differ in another argument: which element of the array
// a child is to use, say.
static bool differ_elsewhere(const struct sharing *k, const struct loan *a, const struct loan *b) {
    const struct node *x = check_strip_parens(a->spawn->children[a->spawn->child_count - 1]);
    const struct node *y = check_strip_parens(b->spawn->children[b->spawn->child_count - 1]);
    if (x->child_count != y->child_count) {
        return true;
    }
    for (uint32_t i = 1; i < x->child_count; i++) {
        bool is_the_loan = i == a->argument && i == b->argument;
        if (!is_the_loan && (x == y ? mentions_variables(k, x->children[i])
                                    : !same_text(k, x->children[i], y->children[i]))) {
            return true;
        }
    }
    return false;
}

// The index expressions of `a[i][j]`, NULL for what has none.
static const struct node *index_of(const struct node *place) {
    place = check_strip_parens(place);
    return place->kind == NODE_INDEX ? place->children[1] : NULL;
}

static bool overlap(const struct sharing *k, const struct loan *a, const struct loan *b) {
    if (a->symbol->shape == SHAPE_SCALAR) {
        return true;
    }
    const struct node *i = index_of(a->place), *j = index_of(b->place);
    if ((i == NULL) != (j == NULL)) {
        return false; // one gets the whole array: perhaps not this element of it
    }
    if (i == NULL) {
        return a->argument > 0 && b->argument > 0 && !differ_elsewhere(k, a, b);
    }
    return !mentions_variables(k, i) && !mentions_variables(k, j) &&
           same_text(k, a->place, b->place);
}

static void report_sharing(struct sharing *k, const struct loan *loan, const struct loan *earlier,
                           const struct node *scope) {
    struct compilation *c = k->c;
    const char *name = loan->symbol->name;
    bool is_parallel = scope->op == TOKEN_PARALLEL;
    if (loan->is_lvalue && earlier->is_lvalue) {
        warning_at(c, loan->place->first, RULE_SHARED,
                   "several children of `%s` store their result in `%s`, where only one%s stays",
                   scope->symbol->name, check_text(c, loan->place),
                   is_parallel ? ", nobody knows which," : "");
    } else {
        warning_at(c, loan->place->first, RULE_SHARED,
                   "several children of parallel scope `%s` share `%s`: they run at the same time",
                   scope->symbol->name, name);
    }
    if (loan->spawn == earlier->spawn) {
        note_at(c, loan->spawn->first, "this starts a child each time it is passed");
    } else {
        note_at(c, earlier->place->first, "another child uses it from here on");
    }
    if (loan->is_lvalue && earlier->is_lvalue) {
        hint(c, "give each child a variable of its own, an element of an array say");
    } else {
        hint(c,
             "give each child its own, declare `%s` _Atomic, or use a concurrent scope, whose "
             "children take turns",
             name);
    }
}

static const struct loan *find_conflict(const struct sharing *k, const struct loan *loan,
                                        const uint64_t *set) {
    const struct node *scope = scope_of(loan->spawn);
    for (const struct loan *other = k->loans.first; other != NULL; other = other->next) {
        if (other->symbol != loan->symbol || scope_of(other->spawn) != scope ||
            (other->reads_only && loan->reads_only)) {
            continue;
        }
        bool both_lvalues = other->is_lvalue && loan->is_lvalue;
        if ((scope->op != TOKEN_PARALLEL && !both_lvalues) || !overlap(k, other, loan)) {
            continue;
        }
        for (uint32_t i = 0; i < k->spawn_count; i++) {
            if (k->spawns[i] == other->spawn && flow_has(set, i)) {
                return other;
            }
        }
    }
    return NULL;
}

// Whether the children of a spawn, if it is still one of theirs, have ended behind this step, or may
// have been waited for: its scope begins anew, or, where children take turns, the block awaits.
static bool ends_children(const struct flow_step *step, const struct node *spawn) {
    const struct node *scope = scope_of(spawn);
    if (scope == NULL) {
        return false;
    }
    return (step->kind == FLOW_DECLARE && step->symbol == scope->symbol) ||
           (step->kind == FLOW_SUSPEND && scope->op == TOKEN_CONCURRENT);
}

// A bit for each spawn: a child that it started may be alive.
static void step_over(void *context, const struct flow_step *step, uint64_t *set) {
    const struct sharing *k = context;
    for (uint32_t i = 0; i < k->spawn_count; i++) {
        if (ends_children(step, k->spawns[i])) {
            flow_remove(set, i);
        }
    }
    for (uint32_t i = 0; step->kind == FLOW_EVALUATE && i < k->spawn_count; i++) {
        if (k->spawns[i] == step->node) {
            flow_add(set, i);
        }
    }
}

// A scope whose address gets out may be waited for, child by child: with tarry_next, say.
static bool gets_out(const struct node *node, const struct symbol *scope) {
    if (node == NULL) {
        return false;
    }
    if (node->kind == NODE_UNARY && node->op == '&' && node->child_count > 0) {
        const struct node *name = check_strip_parens(node->children[0]);
        if (name->kind == NODE_IDENTIFIER && name->symbol == scope) {
            return true;
        }
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (gets_out(node->children[i], scope)) {
            return true;
        }
    }
    return false;
}

static void check_spawn(struct sharing *k, const struct node *spawn, const uint64_t *set) {
    const struct node *scope = scope_of(spawn);
    for (const struct loan *loan = k->loans.first; loan != NULL && scope != NULL;
         loan = loan->next) {
        if (loan->spawn != spawn || loan->symbol == NULL || is_shorter(loan, scope) ||
            !is_number_type(k, loan->symbol)) {
            continue;
        }
        const struct loan *earlier = find_conflict(k, loan, set);
        if (earlier != NULL && !gets_out(scope, scope->symbol)) {
            report_sharing(k, loan, earlier, scope);
        }
    }
}

static void check_flow(struct sharing *k) {
    const struct flow *flow = flow_of(k->c, k->function);
    struct flow_problem problem = {.bits = k->spawn_count, .step = step_over, .context = k};
    uint64_t *sets = flow_solve(k->c, flow, &problem);
    for (uint32_t i = 0; i < flow->block_count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        uint64_t *set = sets + i * flow_words(problem.bits);
        for (uint32_t j = 0; block->reachable && j < block->step_count; j++) {
            if (block->steps[j].kind == FLOW_EVALUATE && block->steps[j].node->kind == NODE_SPAWN) {
                check_spawn(k, block->steps[j].node, set);
            }
            step_over(k, &block->steps[j], set);
        }
    }
}

void check_sharing(struct compilation *c, struct async_function *function, struct node *node) {
    struct sharing k = {.c = c, .function = function, .body = node->children[2]};
    k.loans = (struct loans){.c = c, .last = &k.loans.first};
    find(&k, node->children[2]);
    for (const struct loan *loan = k.loans.first; loan != NULL; loan = loan->next) {
        if (loan->scope != NULL) {
            check_lifetime(&k, loan);
        }
    }
    if (k.loans.first != NULL) {
        check_flow(&k);
    }
}
