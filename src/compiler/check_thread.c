// What belongs to the thread does not outlast an await, behind which the task may be on another one,
// and other tasks have been on this one: the value of errno (L45) and the address of a thread-local
// variable or of errno (L44).
//
// errno counts as spoilt from an await until something sets it again: an assignment, any plain call
// (it may have), or an await of blocking(), which brings the errno of its call along. An address is
// followed from the local variable it is put into, by data flow, to a use behind an await.
#include "compiler/check.h"
#include "compiler/flow.h"
#include "compiler/name.h"
#include "compiler/rules.h"

#include <string.h>

// ---- errno and thread-locals in the tree ----

// What errno is a macro for, in one C library or another.
static bool is_errno_call(const struct compilation *c, const struct node *node) {
    static const char *const names[] = {"__errno_location", "___errno_location", "__errno",
                                        "__error", "_errno"};
    const char *name =
        node->kind == NODE_CALL && node->child_count == 1 ? check_called_name(c, node) : NULL;
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

// The call in `errno`, NULL if the expression is another.
static const struct node *errno_call(const struct compilation *c, const struct node *node) {
    node = check_strip_parens(node);
    if (node->kind == NODE_UNARY && node->op == '*') {
        node = check_strip_parens(node->children[0]);
        return is_errno_call(c, node) ? node : NULL;
    }
    return NULL;
}

static bool is_thread_local(const struct compilation *c, const struct node *name) {
    if (name->symbol != NULL) {
        return name->symbol->is_thread_local;
    }
    const struct name_facts *facts = name_of(token_at(c, name->first)->name)->facts;
    return facts != NULL && facts->is_thread_local;
}

// What an expression is the address of, if that belongs to the thread: its name, else NULL.
static const char *thread_address(const struct compilation *c, const struct node *node) {
    node = check_strip_parens(node);
    switch (node->kind) {
    case NODE_CAST:
        return thread_address(c, node->children[1]);
    case NODE_COMMA:
        return thread_address(c, node->children[node->child_count - 1]);
    case NODE_CONDITIONAL: {
        const char *name = thread_address(c, node->children[node->child_count - 1]);
        return name != NULL || node->child_count < 3 ? name : thread_address(c, node->children[1]);
    }
    case NODE_BINARY:
        return node->op == '+' || node->op == '-' ? thread_address(c, node->children[0]) : NULL;
    case NODE_CALL:
        return is_errno_call(c, node) ? "errno" : NULL;
    case NODE_UNARY:
        break;
    default:
        return NULL;
    }
    if (node->op != '&' || node->child_count == 0) {
        return NULL;
    }
    const struct node *object = check_strip_parens(node->children[0]);
    while (object->kind == NODE_INDEX || object->kind == NODE_PAREN ||
           (object->kind == NODE_MEMBER && object->op == '.')) {
        object = object->children[0];
    }
    if (object->kind == NODE_IDENTIFIER) {
        return is_thread_local(c, object) ? token_text(c, object->first) : NULL;
    }
    return errno_call(c, object) != NULL ? "errno" : NULL;
}

// ---- what the function has of them ----

enum errno_use { ERRNO_READ, ERRNO_WRITE, ERRNO_ADDRESS };

struct errno_site {
    const struct node *call;
    enum errno_use use;
};

// `variable = &thread_local`.
struct address_site {
    const struct node *holder; // the assignment or declarator
    const struct symbol *variable;
    const char *name;
    uint32_t token;
    bool reported;
};

struct thread_check {
    struct compilation *c;
    struct errno_site *errnos;
    uint32_t errno_count;
    struct address_site *addresses;
    uint32_t address_count;
    const struct node **awaits; // by bit
    uint32_t await_count;
    const struct node *reported; // the await that was told of last
};

static void report_passed(struct thread_check *k, const struct node *argument, const char *name,
                          const char *how) {
    bool is_errno = strcmp(name, "errno") == 0;
    warning_at(k->c, argument->first, RULE_THREAD_LOCAL, "the address of %s`%s` is given to %s",
               is_errno ? "" : "thread-local ", name, how);
    hint(k->c, "give it the address of a local variable, and copy its value %s",
         is_errno ? "from or to errno" : "afterwards");
}

static void check_arguments(struct thread_check *k, const struct node *call, const char *how) {
    call = check_strip_parens(call);
    if (call->kind == NODE_BLOCKING) {
        call = check_strip_parens(call->children[0]);
        how = "a call that runs on another thread";
    }
    for (uint32_t i = 1; call->kind == NODE_CALL && i < call->child_count; i++) {
        const char *name = thread_address(k->c, call->children[i]);
        if (name != NULL) {
            report_passed(k, call->children[i], name, how);
        }
    }
}

static void add_errno(struct thread_check *k, const struct node *call, enum errno_use use) {
    for (uint32_t i = 0; i < k->errno_count; i++) {
        if (k->errnos[i].call == call) {
            return; // as part of something that was seen before
        }
    }
    k->errnos = arena_grow(k->c->arena, k->errnos, k->errno_count, sizeof *k->errnos);
    k->errnos[k->errno_count++] = (struct errno_site){call, use};
}

static void add_address(struct thread_check *k, const struct node *holder,
                        const struct symbol *variable, const struct node *value) {
    const char *name = thread_address(k->c, value);
    if (name == NULL || variable == NULL || variable->kind != SYMBOL_OBJECT) {
        return;
    }
    k->addresses = arena_grow(k->c->arena, k->addresses, k->address_count, sizeof *k->addresses);
    k->addresses[k->address_count++] = (struct address_site){
        .holder = holder, .variable = variable, .name = name, .token = value->first};
}

static void find(struct thread_check *k, const struct node *node) {
    if (check_is_unevaluated(node)) {
        return;
    }
    const struct node *child = node->child_count > 0 ? node->children[0] : NULL;
    if (node->kind == NODE_ASSIGN && node->op == '=') {
        const struct node *target = check_strip_parens(child);
        if (errno_call(k->c, target) != NULL) {
            add_errno(k, errno_call(k->c, target), ERRNO_WRITE);
        } else if (target->kind == NODE_IDENTIFIER) {
            add_address(k, node, target->symbol, node->children[1]);
        }
    } else if (node->kind == NODE_INIT_DECLARATOR && node->child_count > 1) {
        add_address(k, node, node->symbol, node->children[1]);
    } else if (node->kind == NODE_UNARY && node->op == '&' && child != NULL &&
               errno_call(k->c, child) != NULL) {
        add_errno(k, errno_call(k->c, child), ERRNO_ADDRESS);
    } else if (errno_call(k->c, node) != NULL) {
        add_errno(k, errno_call(k->c, node), ERRNO_READ);
    } else if (is_errno_call(k->c, node)) {
        add_errno(k, node, ERRNO_ADDRESS);
    } else if (node->kind == NODE_AWAIT) {
        check_arguments(k, child, "an async call, which may go on on another thread");
    } else if (node->kind == NODE_SPAWN) {
        check_arguments(k, node->children[node->child_count - 1],
                        "a child, which may run on another thread");
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find(k, node->children[i]);
        }
    }
}

// ---- the flow: a bit for each wait that may have spoilt errno, and two for each address ----

enum { ADDRESS_KEPT, ADDRESS_STALE, ADDRESS_BITS };

static uint32_t address_bit(uint32_t address, uint32_t which) {
    return address * ADDRESS_BITS + which;
}

static uint32_t await_bit(const struct thread_check *k, uint32_t await) {
    return k->address_count * ADDRESS_BITS + await;
}

static bool is_blocking(const struct node *await) {
    return await->kind == NODE_AWAIT &&
           check_strip_parens(await->children[0])->kind == NODE_BLOCKING;
}

static const struct errno_site *errno_at(const struct thread_check *k, const struct node *call) {
    for (uint32_t i = 0; i < k->errno_count; i++) {
        if (k->errnos[i].call == call) {
            return &k->errnos[i];
        }
    }
    return NULL;
}

static void errno_is_set(const struct thread_check *k, uint64_t *set) {
    for (uint32_t i = 0; i < k->await_count; i++) {
        flow_remove(set, await_bit(k, i));
    }
}

static void suspend(const struct thread_check *k, const struct node *node, uint64_t *set) {
    errno_is_set(k, set);
    for (uint32_t i = 0; i < k->await_count && !is_blocking(node); i++) {
        if (k->awaits[i] == node) {
            flow_add(set, await_bit(k, i));
        }
    }
    for (uint32_t i = 0; i < k->address_count; i++) {
        if (flow_has(set, address_bit(i, ADDRESS_KEPT))) {
            flow_add(set, address_bit(i, ADDRESS_STALE));
        }
    }
}

static void write(const struct thread_check *k, const struct flow_step *step, uint64_t *set) {
    for (uint32_t i = 0; i < k->address_count; i++) {
        if (k->addresses[i].variable == step->symbol) {
            flow_remove(set, address_bit(i, ADDRESS_KEPT));
            flow_remove(set, address_bit(i, ADDRESS_STALE));
            if (k->addresses[i].holder == step->node) {
                flow_add(set, address_bit(i, ADDRESS_KEPT));
            }
        }
    }
}

static void step_over(void *context, const struct flow_step *step, uint64_t *set) {
    const struct thread_check *k = context;
    switch (step->kind) {
    case FLOW_SUSPEND:
        suspend(k, step->node, set);
        break;
    case FLOW_WRITE:
        write(k, step, set);
        break;
    case FLOW_EVALUATE:
        if (step->node->kind == NODE_CALL && errno_at(k, step->node) == NULL) {
            errno_is_set(k, set);
        } else if (step->node->kind == NODE_ASSIGN && step->node->op == '=' &&
                   errno_call(k->c, step->node->children[0]) != NULL) {
            errno_is_set(k, set);
        }
        break;
    default:
        break;
    }
}

// ---- the report ----

// Functions that print what errno says, and do it before anything else.
static bool reads_errno(const struct compilation *c, const struct node *call) {
    static const char *const names[] = {"perror", "err", "warn", "verr", "vwarn"};
    const char *name = call->kind == NODE_CALL ? check_called_name(c, call) : NULL;
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return check_is_library(c, name);
        }
    }
    return false;
}

static void check_errno(struct thread_check *k, const struct node *call, const uint64_t *set) {
    const struct errno_site *site = errno_at(k, call);
    bool reads = site != NULL ? site->use == ERRNO_READ : reads_errno(k->c, call);
    for (uint32_t i = 0; reads && i < k->await_count; i++) {
        if (!flow_has(set, await_bit(k, i))) {
            continue;
        }
        if (site != NULL) {
            warning_at(k->c, call->first, RULE_ERRNO,
                       "errno says nothing behind an await: other tasks have been on this thread, "
                       "or this task is on another");
        } else {
            warning_at(k->c, call->first, RULE_ERRNO,
                       "`%s` prints errno, which says nothing behind an await",
                       check_called_name(k->c, call));
        }
        note_at(k->c, k->awaits[i]->first, "this is the await");
        hint(k->c, "an async function returns its error: `if (n < 0)` print strerror(-n)");
        return;
    }
}

static void check_read(struct thread_check *k, const struct flow_step *step, const uint64_t *set) {
    for (uint32_t i = 0; i < k->address_count; i++) {
        struct address_site *site = &k->addresses[i];
        if (site->variable == step->symbol && !site->reported &&
            flow_has(set, address_bit(i, ADDRESS_STALE))) {
            bool is_errno = strcmp(site->name, "errno") == 0;
            warning_at(k->c, site->token, RULE_THREAD_LOCAL,
                       "the address of %s`%s` is kept across an await, behind which it may be "
                       "another thread's",
                       is_errno ? "" : "thread-local ", site->name);
            note_at(k->c, step->node->first, "`%s` is used here, behind an await",
                    site->variable->name);
            hint(k->c, "take the address again behind the await");
            site->reported = true;
        }
    }
}

static void check_block(struct thread_check *k, const struct flow_block *block, uint64_t *set) {
    for (uint32_t i = 0; i < block->step_count; i++) {
        const struct flow_step *step = &block->steps[i];
        if (step->kind == FLOW_READ) {
            check_read(k, step, set);
        } else if (step->kind == FLOW_EVALUATE) {
            check_errno(k, step->node, set);
        }
        step_over(k, step, set);
    }
}

static void find_awaits(struct thread_check *k, const struct flow *flow) {
    for (uint32_t i = 0; i < flow->block_count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        for (uint32_t j = 0; j < block->step_count; j++) {
            if (block->steps[j].kind == FLOW_SUSPEND) {
                k->awaits = arena_grow(k->c->arena, k->awaits, k->await_count, sizeof *k->awaits);
                k->awaits[k->await_count++] = block->steps[j].node;
            }
        }
    }
}

static bool has_printing_call(const struct compilation *c, const struct node *node) {
    if (node == NULL || reads_errno(c, node)) {
        return node != NULL;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (has_printing_call(c, node->children[i])) {
            return true;
        }
    }
    return false;
}

void check_thread(struct compilation *c, struct async_function *function, struct node *node) {
    struct thread_check k = {.c = c};
    find(&k, node->children[2]);
    bool any = k.errno_count > 0 || k.address_count > 0 || has_printing_call(c, node->children[2]);
    if (!any || !node->children[2]->has_await) {
        return;
    }
    const struct flow *flow = flow_of(c, function);
    find_awaits(&k, flow);
    struct flow_problem problem = {
        .bits = await_bit(&k, k.await_count), .step = step_over, .context = &k};
    uint64_t *sets = flow_solve(c, flow, &problem);
    for (uint32_t i = 0; i < flow->block_count; i++) {
        if (flow->blocks[i].reachable) {
            check_block(&k, &flow->blocks[i], sets + i * flow_words(problem.bits));
        }
    }
}
