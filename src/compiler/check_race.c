// The arms of a race. An arm's expression is torn in two: the arguments of its one await are evaluated
// before the race, what is done with the result behind it. So there has to be one await exactly, and
// nothing that decides whether it is evaluated.
#include "compiler/check.h"
#include "compiler/rules.h"

// What the search finds: the first thing that waits, and the first thing that is wrong.
struct search {
    struct compilation *c;
    const struct node *await;
    bool failed;
};

static void fail(struct search *s, const struct node *node, const char *format) {
    if (!s->failed) {
        error_at(s->c, node->first, RULE_WHEN_AWAIT, "%s", format);
    }
    s->failed = true;
}

static void find(struct search *s, const struct node *node, const char *why_not);

static void find_in(struct search *s, const struct node *node, uint32_t from, const char *why_not) {
    for (uint32_t i = from; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find(s, node->children[i], why_not);
        }
    }
}

static void found(struct search *s, const struct node *node, const char *why_not) {
    if (why_not != NULL) {
        fail(s, node, why_not);
    } else if (s->await != NULL) {
        fail(s, node, "a second wait in one `when`: an arm waits for one call");
        hint(s->c, "write an async function that does both, or wait before the race");
    } else {
        s->await = node;
    }
}

// `why_not`: an await here would be wrong, and that is why; NULL: it would not.
static void find(struct search *s, const struct node *node, const char *why_not) {
    if (check_is_unevaluated(node)) {
        return;
    }
    switch (node->kind) {
    case NODE_AWAIT:
        found(s, node, why_not);
        find_in(s, node, 0, why_not);
        return;
    case NODE_SCOPE:
    case NODE_RACE:
        fail(s, node, "the expression of a `when` holds one await, and no scope or race");
        return;
    case NODE_SPAWN:
        if (node->op == TOKEN_AWAIT) {
            fail(s, node, "no `await spawn` in the expression of a `when`");
        }
        find_in(s, node, 0, why_not);
        return;
    case NODE_DEFER:
        fail(s, node, "no deferred statement in the expression of a `when`");
        return;
    case NODE_LOGICAL:
        find(s, node->children[0], why_not);
        find_in(s, node, 1, "the await of a `when` cannot depend on `&&` or `||`");
        return;
    case NODE_CONDITIONAL:
        find(s, node->children[0], why_not);
        find_in(s, node, 1, "the await of a `when` cannot depend on `?:`");
        return;
    case NODE_STATEMENT_EXPR:
        find_in(s, node, 0, "the await of a `when` cannot stand in a statement expression");
        return;
    case NODE_GENERIC:
        find_in(s, node, 1, "the await of a `when` cannot stand in a _Generic selection");
        return;
    default:
        find_in(s, node, 0, why_not);
    }
}

void check_when(struct compilation *c, const struct node *when) {
    struct search s = {.c = c};
    find(&s, when->children[0], NULL);
    if (s.await == NULL && !s.failed) {
        error_at(c, when->first, RULE_WHEN_AWAIT, "this `when` waits for nothing: it has no await");
        hint(c, "write `when (await f(...))` or `when (result = await f(...))`");
    }
}
