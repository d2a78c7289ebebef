// Locks of threads that are held across an await. The task may go on on another thread, where
// unlocking is an error; and while it waits, who wants the lock blocks a worker, perhaps the very
// one that the task needs to go on.
//
// Data flow over the calls that lock. For each there is a bit "held", kept for what may be so and
// for what is so on every path, a bit "tried" from a trylock until its result is tested, and a bit
// "its result is in a variable". Held on every path to an await is an error; on some, a warning,
// unless tests that the program makes tell those paths apart (see leave_by_edge).
//
// A lock is known by the text of its argument. What one cannot follow makes the check silent, not
// wrong: an unlock of something that was not locked under that name may have unlocked anything, and
// so may a function that is called something with `unlock`.
#include "compiler/annotations.h"
#include "compiler/check.h"
#include "compiler/check_known.h"
#include "compiler/flow.h"
#include "compiler/name.h"
#include "compiler/rules.h"

#include <string.h>

enum action { ACTION_LOCK, ACTION_TRY, ACTION_UNLOCK, ACTION_UNLOCK_ANY };

struct lock_function {
    const char *name;
    enum action action;
};

// All take the lock as their first argument, and return 0 when they have it.
static const struct lock_function functions[] = {
    {"pthread_mutex_lock", ACTION_LOCK},
    {"pthread_mutex_timedlock", ACTION_LOCK},
    {"pthread_mutex_clocklock", ACTION_LOCK},
    {"pthread_mutex_trylock", ACTION_TRY},
    {"pthread_mutex_unlock", ACTION_UNLOCK},
    {"pthread_mutex_destroy", ACTION_UNLOCK},
    {"pthread_rwlock_rdlock", ACTION_LOCK},
    {"pthread_rwlock_wrlock", ACTION_LOCK},
    {"pthread_rwlock_timedrdlock", ACTION_LOCK},
    {"pthread_rwlock_timedwrlock", ACTION_LOCK},
    {"pthread_rwlock_clockrdlock", ACTION_LOCK},
    {"pthread_rwlock_clockwrlock", ACTION_LOCK},
    {"pthread_rwlock_tryrdlock", ACTION_TRY},
    {"pthread_rwlock_trywrlock", ACTION_TRY},
    {"pthread_rwlock_unlock", ACTION_UNLOCK},
    {"pthread_spin_lock", ACTION_LOCK},
    {"pthread_spin_trylock", ACTION_TRY},
    {"pthread_spin_unlock", ACTION_UNLOCK},
    {"mtx_lock", ACTION_LOCK},
    {"mtx_timedlock", ACTION_LOCK},
    {"mtx_trylock", ACTION_TRY},
    {"mtx_unlock", ACTION_UNLOCK},
    {"mtx_destroy", ACTION_UNLOCK},
    {"flockfile", ACTION_LOCK},
    {"ftrylockfile", ACTION_TRY},
    {"funlockfile", ACTION_UNLOCK},
};

// A condition that is certain where a call stands: that of an `if` around it.
struct guard {
    const struct guard *outer;
    const char *condition; // its text
    bool holds;
};

// One call that locks or unlocks.
struct operation {
    const struct node *call;
    enum action action;
    const char *key;
    const char *lock;            // for people
    uint32_t same;               // the first operation with this key
    uint32_t argument;           // first token of what is locked, or of the call
    bool result_tells;           // its result tells whether it has locked
    bool locked_when_not_0;      // how
    const struct node *holder;   // the assignment or declarator that keeps the result in a variable
    const struct symbol *result; // the variable
    bool result_is_lock;         // it is true when the lock is held
    const struct guard *guards;
    bool reported;
};

struct locks {
    struct compilation *c;
    const struct flow *flow;
    struct operation *operations;
    uint32_t count;
    struct known known;
    bool must; // which of the two problems is being solved
};

enum { BIT_HELD, BIT_TRIED, BIT_KEPT, BIT_SAME, BITS }; // BIT_SAME: held, by whichever operation

static uint32_t bit(uint32_t operation, uint32_t which) {
    return operation * BITS + which;
}

// ---- finding them ----

// The text of an expression, without its parentheses and spaces.
static const char *text_of(struct compilation *c, const struct node *node) {
    struct buffer text = {0};
    for (uint32_t i = node->first; i < node->end; i++) {
        const struct token *token = token_at(c, i);
        if (token->kind != '(' && token->kind != ')') {
            buffer_append(&text, source_text(c->source) + token->offset, token->length);
            buffer_append(&text, " ", 1);
        }
    }
    const char *interned = arena_intern(c->arena, text.length ? text.data : "", text.length);
    buffer_destroy(&text);
    return interned;
}

static void set_lock(struct locks *locks, struct operation *operation, const struct node *call,
                     const char *lock) {
    unsigned number = 0;
    for (const char *p = lock; *p >= '0' && *p <= '9'; p++) {
        number = number * 10 + (unsigned)(*p - '0');
    }
    operation->argument = call->first;
    if (number > 0 && number < call->child_count) {
        operation->key = text_of(locks->c, call->children[number]);
        operation->lock = check_text(locks->c, call->children[number]);
        operation->argument = call->children[number]->first;
    } else {
        operation->lock = operation->key =
            lock; // a name that no expression is spelled like, or a missing argument
    }
}

static bool sounds_like_unlock(const char *name) {
    return strstr(name, "unlock") != NULL || strstr(name, "Unlock") != NULL ||
           strstr(name, "UNLOCK") != NULL || strstr(name, "release") != NULL ||
           strstr(name, "Release") != NULL;
}

// Returns whether a call locks or unlocks, and how.
static bool classify(struct locks *locks, const struct node *call, struct operation *out) {
    const char *name = check_called_name(locks->c, call);
    if (name == NULL) {
        return false;
    }
    const struct name_facts *facts = name_of(name)->facts;
    const struct function_mark *mark = facts != NULL ? facts->marks : NULL;
    for (; mark != NULL; mark = mark->next) {
        if (mark->kind != MARK_BLOCKS) {
            out->action = mark->kind == MARK_LOCKS      ? ACTION_LOCK
                          : mark->kind == MARK_TRYLOCKS ? ACTION_TRY
                                                        : ACTION_UNLOCK;
            out->result_tells = out->action == ACTION_TRY;
            out->locked_when_not_0 = mark->locks_when_not_0;
            set_lock(locks, out, call, mark->lock);
            return true;
        }
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(name, functions[i].name) == 0 && check_is_library(locks->c, name)) {
            out->action = functions[i].action;
            out->result_tells = out->action != ACTION_UNLOCK;
            set_lock(locks, out, call, "1");
            return true;
        }
    }
    out->action = ACTION_UNLOCK_ANY;
    out->key = "";
    return sounds_like_unlock(name);
}

static const struct guard *guard_new(struct locks *locks, const struct guard *outer,
                                     const struct node *condition, bool holds) {
    condition = check_strip_parens(condition);
    while (condition->kind == NODE_UNARY && condition->op == '!') {
        condition = check_strip_parens(condition->children[0]);
        holds = !holds;
    }
    if (condition->kind == NODE_LOGICAL && (condition->op == TOKEN_AND_AND) == holds) {
        outer = guard_new(locks, outer, condition->children[0], holds);
        return guard_new(locks, outer, condition->children[1], holds);
    }
    struct guard *guard = arena_allocate(locks->c->arena, sizeof *guard);
    *guard =
        (struct guard){.outer = outer, .condition = text_of(locks->c, condition), .holds = holds};
    return guard;
}

// The value of an expression is `call`'s result, or tells whether it is 0.
enum value { VALUE_OTHER, VALUE_RESULT, VALUE_IS_0, VALUE_IS_NOT_0 };

static const struct node *strip_value(const struct node *node) {
    for (;;) {
        node = check_strip_parens(node);
        if (node->kind == NODE_CAST) {
            node = node->children[1];
        } else {
            return node;
        }
    }
}

static bool is_zero(const struct locks *locks, const struct node *node) {
    long long number;
    node = check_strip_parens(node);
    return (check_number(locks->c, node, &number) && number == 0) ||
           (node->kind == NODE_IDENTIFIER &&
            (token_is_spelled(locks->c, node->first, "thrd_success") ||
             token_is_spelled(locks->c, node->first, "false")));
}

static enum value negate(enum value value) {
    return value == VALUE_IS_NOT_0 || value == VALUE_RESULT ? VALUE_IS_0
           : value == VALUE_IS_0                            ? VALUE_IS_NOT_0
                                                            : VALUE_OTHER;
}

// What an expression is to the result of `call`, or, without one, to the value of `variable`.
static enum value value_of(const struct locks *locks, const struct node *node,
                           const struct node *call, const struct symbol *variable) {
    node = strip_value(node);
    if (call != NULL ? node == call : node->kind == NODE_IDENTIFIER && node->symbol == variable) {
        return VALUE_RESULT;
    }
    if (node->kind == NODE_ASSIGN && node->op == '=') {
        const struct node *target = check_strip_parens(node->children[0]);
        if (call == NULL && target->kind == NODE_IDENTIFIER && target->symbol == variable) {
            return VALUE_RESULT;
        }
        return call != NULL ? value_of(locks, node->children[1], call, variable) : VALUE_OTHER;
    }
    if (node->kind == NODE_UNARY && node->op == '!') {
        return negate(value_of(locks, node->children[0], call, variable));
    }
    if (node->kind != NODE_BINARY) {
        return VALUE_OTHER;
    }
    enum value left = value_of(locks, node->children[0], call, variable);
    if (left == VALUE_OTHER || check_strip_parens(node->children[1])->kind == NODE_CALL) {
        return VALUE_OTHER;
    }
    bool zero = is_zero(locks, node->children[1]);
    switch (node->op) {
    case TOKEN_EQUAL: // something else than 0, EBUSY say: certainly not 0
        return zero ? negate(left) : left == VALUE_RESULT ? VALUE_IS_NOT_0 : VALUE_OTHER;
    case TOKEN_NOT_EQUAL:
        return zero                   ? (left == VALUE_RESULT ? VALUE_IS_NOT_0 : left)
               : left == VALUE_RESULT ? VALUE_IS_0
                                      : VALUE_OTHER;
    case '<':
    case '>':
        return zero && left == VALUE_RESULT ? VALUE_IS_NOT_0 : VALUE_OTHER;
    default:
        return VALUE_OTHER;
    }
}

// Whether the lock is held when an expression with this value is true.
static bool held_when_true(const struct operation *operation, enum value value) {
    return (value != VALUE_IS_0) == operation->locked_when_not_0;
}

static void find(struct locks *locks, const struct node *node, const struct guard *guards,
                 const struct node *holder, const struct symbol *result);

static void add(struct locks *locks, const struct node *call, const struct guard *guards,
                const struct node *holder, const struct symbol *result) {
    struct operation operation = {.call = call, .guards = guards};
    if (!classify(locks, call, &operation)) {
        return;
    }
    if (holder != NULL && operation.result_tells) {
        enum value value = value_of(locks, holder->children[holder->child_count - 1], call, NULL);
        if (value != VALUE_OTHER) {
            operation.holder = holder;
            operation.result = result;
            operation.result_is_lock = held_when_true(&operation, value);
        }
    }
    operation.same = locks->count;
    for (uint32_t i = locks->count; i-- > 0;) {
        if (locks->operations[i].key == operation.key) {
            operation.same = i;
        }
    }
    locks->operations =
        arena_grow(locks->c->arena, locks->operations, locks->count, sizeof *locks->operations);
    locks->operations[locks->count++] = operation;
}

static const struct symbol *assigned_variable(const struct node *node) {
    if (node->kind == NODE_INIT_DECLARATOR && node->child_count > 1) {
        return node->symbol;
    }
    if (node->kind == NODE_ASSIGN && node->op == '=') {
        const struct node *target = check_strip_parens(node->children[0]);
        return target->kind == NODE_IDENTIFIER ? target->symbol : NULL;
    }
    return NULL;
}

// A lock that is taken on the pool's thread belongs to that thread.
static void check_pool(struct locks *locks, const struct node *call) {
    const char *name = call->kind == NODE_CALL ? check_called_name(locks->c, call) : NULL;
    for (size_t i = 0; name != NULL && i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(name, functions[i].name) == 0 && functions[i].action < ACTION_UNLOCK &&
            check_is_library(locks->c, name)) {
            error_at(locks->c, call->first, RULE_LOCK,
                     "`%s` would lock on another thread, and only that one can unlock", name);
            hint(locks->c, "move what locks, works and unlocks into a plain function f, and write "
                           "`await blocking(f(...))`");
        }
    }
}

static void find(struct locks *locks, const struct node *node, const struct guard *guards,
                 const struct node *holder, const struct symbol *result) {
    if (check_is_unevaluated(node)) {
        return;
    }
    if (assigned_variable(node) != NULL) {
        holder = node;
        result = assigned_variable(node);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct guard *inner = guards;
        if (node->children[i] == NULL) {
            continue;
        }
        if (node->kind == NODE_IF && i > 0) {
            inner = guard_new(locks, guards, node->children[0], i == 1);
        }
        find(locks, node->children[i], inner, holder, result);
    }
    if (node->kind == NODE_CALL) {
        add(locks, node, guards, holder, result);
    } else if (node->kind == NODE_BLOCKING) {
        check_pool(locks, check_strip_parens(node->children[0]));
    }
}

// ---- the flow ----

static const struct operation *operation_at(const struct locks *locks, const struct node *call) {
    for (uint32_t i = 0; i < locks->count; i++) {
        if (locks->operations[i].call == call) {
            return &locks->operations[i];
        }
    }
    return NULL;
}

// What is known of variables on the paths on which the lock of an operation is held: it may be 0,
// and it may be something else.
static uint32_t known_bit(const struct locks *locks, uint32_t operation, uint32_t variable,
                          bool is_other) {
    return locks->count * BITS + 2 * (operation * locks->known.count + variable) + is_other;
}

static uint32_t bits_of(const struct locks *locks) {
    return locks->count * (BITS + 2 * locks->known.count);
}

static void know(const struct locks *locks, uint64_t *set, uint32_t operation, uint32_t variable,
                 bool may_be_0, bool may_be_other) {
    uint32_t zero = known_bit(locks, operation, variable, false);
    uint32_t other = known_bit(locks, operation, variable, true);
    flow_remove(set, zero);
    flow_remove(set, other);
    if (may_be_0) {
        flow_add(set, zero);
    }
    if (may_be_other) {
        flow_add(set, other);
    }
}

static void know_all(const struct locks *locks, uint64_t *set, uint32_t operation, bool may_be) {
    for (uint32_t i = 0; i < locks->known.count; i++) {
        know(locks, set, operation, i, may_be, may_be);
    }
}

static void hold(const struct locks *locks, uint64_t *set, uint32_t operation) {
    flow_remove(set, bit(operation, BIT_TRIED));
    flow_add(set, bit(operation, BIT_HELD));
    flow_add(set, bit(locks->operations[operation].same, BIT_SAME));
}

static void forget(const struct locks *locks, uint64_t *set, uint32_t operation) {
    flow_remove(set, bit(operation, BIT_HELD));
    flow_remove(set, bit(operation, BIT_TRIED));
    flow_remove(set, bit(locks->operations[operation].same, BIT_SAME));
    know_all(locks, set, operation, false);
}

static bool is_held(const uint64_t *set, uint32_t operation) {
    return flow_has(set, bit(operation, BIT_HELD)) || flow_has(set, bit(operation, BIT_TRIED));
}

// `key` NULL: it is not known what is unlocked.
static void unlock(const struct locks *locks, const char *key, uint64_t *set) {
    bool known = false;
    for (uint32_t i = 0; i < locks->count; i++) {
        known |= locks->operations[i].key == key && is_held(set, i);
    }
    for (uint32_t i = 0; i < locks->count; i++) {
        if (!known || locks->operations[i].key == key) {
            forget(locks, set, i);
        }
    }
}

static bool is_about_locks(const char *text) {
    static const char *const words[] = {"lock", "Lock",    "mutex", "Mutex",
                                        "mtx",  "release", "guard"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(text, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

// A variable with a cleanup attribute ends: is it a guard of a lock?
static bool is_guard(const struct locks *locks, const struct flow_step *step) {
    const struct symbol *symbol = step->symbol;
    return step->node->kind == NODE_INIT_DECLARATOR && symbol != NULL && symbol->has_cleanup &&
           (is_about_locks(token_text(locks->c, symbol->cleanup_token)) ||
            (symbol->specifiers != NULL &&
             is_about_locks(check_text(locks->c, symbol->specifiers))));
}

// Whose result is put into a variable, or overwritten there.
static void write_variable(const struct locks *locks, const struct flow_step *step, uint64_t *set) {
    for (uint32_t i = 0; i < locks->count; i++) {
        if (locks->operations[i].result == step->symbol && step->symbol != NULL) {
            if (locks->operations[i].holder == step->node) {
                flow_add(set, bit(i, BIT_KEPT));
            } else {
                flow_remove(set, bit(i, BIT_KEPT));
            }
        }
    }
}

static void change_known(const struct locks *locks, const struct flow_step *step, uint64_t *set) {
    uint32_t variable;
    bool may_be_0, may_be_other;
    if (!known_change(&locks->known, step, &variable, &may_be_0, &may_be_other)) {
        return;
    }
    for (uint32_t i = 0; i < locks->count; i++) {
        if (is_held(set, i)) {
            know(locks, set, i, variable, may_be_0, may_be_other);
        }
    }
}

static void step_over(void *context, const struct flow_step *step, uint64_t *set) {
    const struct locks *locks = context;
    change_known(locks, step, set);
    if (step->kind == FLOW_WRITE) {
        write_variable(locks, step, set);
    } else if (step->kind == FLOW_TOUCH && is_guard(locks, step)) {
        unlock(locks, NULL, set);
    }
    const struct operation *operation =
        step->kind == FLOW_EVALUATE ? operation_at(locks, step->node) : NULL;
    if (operation == NULL) {
        return;
    }
    uint32_t index = (uint32_t)(operation - locks->operations);
    if (operation->action == ACTION_LOCK) {
        hold(locks, set, index);
        know_all(locks, set, index, true);
        flow_remove(set, bit(index, BIT_KEPT));
    } else if (operation->action == ACTION_TRY) {
        flow_add(set, bit(index, BIT_TRIED));
        know_all(locks, set, index, true);
        flow_remove(set, bit(index, BIT_KEPT));
    } else {
        unlock(locks, operation->action == ACTION_UNLOCK ? operation->key : NULL, set);
    }
}

static void settle(const struct locks *locks, uint64_t *set, uint32_t operation, bool held) {
    if (!held) {
        forget(locks, set, operation);
    } else if (flow_has(set, bit(operation, BIT_TRIED))) {
        hold(locks, set, operation);
    }
}

static bool contradicts(const struct guard *guard, const char *condition, bool holds) {
    for (; guard != NULL; guard = guard->outer) {
        if (guard->holds != holds && guard->condition == condition) {
            return true;
        }
    }
    return false;
}

// Tests tell paths apart: of the result of what locks, where it stands or in a variable; and of a
// condition under which a lock was taken, which will have the same answer.
static void leave_by_edge(void *context, const struct flow_block *from, uint32_t successor,
                          uint64_t *set) {
    const struct locks *locks = context;
    if (from->condition == NULL) {
        return;
    }
    bool holds = successor == 0;
    bool not_0 = holds;
    uint32_t variable = known_condition(&locks->known, from->condition, &not_0);
    const char *condition = text_of(locks->c, from->condition);
    for (uint32_t i = 0; i < locks->count; i++) {
        const struct operation *operation = &locks->operations[i];
        if (operation->action >= ACTION_UNLOCK) {
            continue;
        }
        enum value value = VALUE_OTHER;
        if (operation->result_tells) {
            value = value_of(locks, from->condition, operation->call, NULL);
        }
        if (value != VALUE_OTHER) {
            settle(locks, set, i, held_when_true(operation, value) == holds);
        } else if (operation->result != NULL && flow_has(set, bit(i, BIT_KEPT))) {
            value = value_of(locks, from->condition, NULL, operation->result);
            if (value != VALUE_OTHER) {
                bool is_true = (value != VALUE_IS_0) == holds; // the variable
                settle(locks, set, i, is_true == operation->result_is_lock);
            }
        }
        bool is_known = !locks->must && variable < locks->known.count;
        if (is_known && !flow_has(set, known_bit(locks, i, variable, not_0))) {
            forget(locks, set, i);
        } else if (is_known) {
            flow_remove(set, known_bit(locks, i, variable, !not_0));
        }
        // One that was not passed has no say in whether another one holds the lock.
        if (is_held(set, i) && contradicts(operation->guards, condition, holds)) {
            forget(locks, set, i);
        }
    }
}

// ---- the report ----

static void report(struct locks *locks, struct operation *operation, const struct node *await,
                   bool certain, const uint64_t *may) {
    struct compilation *c = locks->c;
    uint32_t line = source_locate(c->source, token_at(c, operation->call->first)->offset).line;
    const char *what = await->kind == NODE_AWAIT   ? "this await"
                       : await->kind == NODE_SCOPE ? "the end of this block, which waits for its "
                                                     "children"
                                                   : "this wait";
    if (certain) {
        error_at(c, await->first, RULE_LOCK, "lock `%s`, taken in line %u, is held across %s",
                 operation->lock, line, what);
    } else {
        warning_at(c, await->first, RULE_LOCK, "lock `%s`, taken in line %u, may be held across %s",
                   operation->lock, line, what);
    }
    note_at(c, operation->argument, "it is locked here%s",
            certain ? "" : ", and not unlocked on every path from here to the await");
    hint(c, "unlock before the await: the task may go on on another thread, and until then whoever "
            "wants the lock blocks a worker");
    for (uint32_t i = 0; i < locks->count; i++) {
        struct operation *other = &locks->operations[i];
        bool is_same = certain && other->same == operation->same && flow_has(may, bit(i, BIT_HELD));
        other->reported |= other == operation || is_same;
    }
}

static void look(struct locks *locks, const struct flow_step *step, const uint64_t *may,
                 const uint64_t *must) {
    for (uint32_t i = 0; i < locks->count; i++) {
        struct operation *operation = &locks->operations[i];
        bool held = flow_has(may, bit(i, BIT_HELD));
        bool unknown = flow_has(may, bit(i, BIT_TRIED)) &&
                       (flow_has(may, bit(i, BIT_KEPT)) || !operation->result_tells);
        bool certain = flow_has(must, bit(operation->same, BIT_SAME));
        // One of an array of locks: which ones, only the indices tell.
        bool vague = !certain && strchr(operation->key, '[') != NULL;
        if (!operation->reported && (held || unknown) && !vague) {
            report(locks, operation, step->node, certain, may);
        }
    }
}

static void check_block(struct locks *locks, const struct flow_block *block, const uint64_t *may,
                        const uint64_t *must) {
    size_t size = flow_words(bits_of(locks)) * sizeof *may;
    uint64_t *both[2] = {arena_allocate(locks->c->arena, size),
                         arena_allocate(locks->c->arena, size)};
    memcpy(both[0], may, size);
    memcpy(both[1], must, size);
    for (uint32_t i = 0; i < block->step_count; i++) {
        const struct flow_step *step = &block->steps[i];
        if (step->kind == FLOW_SUSPEND) {
            look(locks, step, both[0], both[1]);
        }
        locks->must = false;
        step_over(locks, step, both[0]);
        locks->must = true;
        step_over(locks, step, both[1]);
    }
}

void check_locks(struct compilation *c, struct async_function *function, struct node *node) {
    struct locks locks = {.c = c};
    find(&locks, node->children[2], NULL, NULL, NULL);
    bool any = false;
    for (uint32_t i = 0; i < locks.count; i++) {
        any |= locks.operations[i].action < ACTION_UNLOCK;
    }
    if (!any || !node->children[2]->has_await) {
        return;
    }
    locks.flow = flow_of(c, function);
    locks.known.c = c;
    known_find(&locks.known, node->children[2]);
    size_t words = flow_words(bits_of(&locks));
    struct flow_problem problem = {
        .bits = bits_of(&locks), .step = step_over, .edge = leave_by_edge, .context = &locks};
    uint64_t *may = flow_solve(c, locks.flow, &problem);
    problem.must = locks.must = true;
    uint64_t *must = flow_solve(c, locks.flow, &problem);
    for (uint32_t i = 0; i < locks.flow->block_count; i++) {
        if (locks.flow->blocks[i].reachable) {
            check_block(&locks, &locks.flow->blocks[i], may + i * words, must + i * words);
        }
    }
}
