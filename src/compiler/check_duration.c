// L56: a duration written as a plain number. It counts nanoseconds, and who writes `tarry_sleep(TARRY_NS(1))` has most often thought of
// seconds, of milliseconds, or, up to 999999, of what usleep takes.
#include "compiler/check.h"
#include "compiler/rules.h"

#include <string.h>

// Below that a plain number is taken for a mistake: nobody counts milliseconds in nanoseconds by accident.
#define PLAIN_MIN 1000000

// What takes a duration as its first argument.
static const char *const names[] = {"tarry_sleep", "tarry_clock_advance"};

static bool takes_duration(const struct compilation *c, const struct node *call) {
    const struct node *callee = check_strip_parens(call->children[0]);
    if (callee->kind != NODE_IDENTIFIER || call->child_count != 2) {
        return false;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (token_is_spelled(c, callee->first, names[i])) {
            return true;
        }
    }
    return false;
}

static void check_plain(struct compilation *c, const struct node *duration) {
    long long number;
    if (!check_number(c, duration, &number) || number <= 0 || number >= PLAIN_MIN) {
        return;
    }
    warning_at(c, duration->first, RULE_UNIT, "this is a duration of %lld nanosecond%s", number,
               number == 1 ? "" : "s");
    hint(c, "write the unit: TARRY_SEC(%lld), TARRY_MS(%lld), TARRY_US(%lld) or TARRY_NS(%lld)",
         number, number, number, number);
}

static void visit(struct compilation *c, const struct node *node) {
    if (check_is_unevaluated(node)) {
        return;
    }
    if (node->kind == NODE_WITHIN) {
        check_plain(c, node->children[0]);
    } else if (node->kind == NODE_CALL && takes_duration(c, node)) {
        check_plain(c, node->children[1]);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            visit(c, node->children[i]);
        }
    }
}

void check_durations(struct compilation *c, const struct node *function) {
    visit(c, function->children[2]);
}
