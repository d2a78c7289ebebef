// --dump=flow: the control flow graph of each async function, a line for each block.
//
//     2 -> 3 4: read n; 7: evaluate f(n) ...
//
// A number followed by a colon is the line of what comes next.
#include "compiler/flow.h"

static const char *const STEP_NAMES[] = {
    [FLOW_ENTER] = "enter",       [FLOW_FULL] = "full",     [FLOW_DECLARE] = "declare",
    [FLOW_READ] = "read",         [FLOW_WRITE] = "write",   [FLOW_TOUCH] = "touch",
    [FLOW_EVALUATE] = "evaluate", [FLOW_CHILD] = "pass on", [FLOW_SUSPEND] = "suspend",
};

// Evaluated nodes are shown by their first token.
static void print_step(const struct compilation *c, const struct flow_step *step, FILE *out) {
    fprintf(out, " %s", STEP_NAMES[step->kind]);
    if (step->symbol != NULL) {
        fprintf(out, " %s", step->symbol->name);
    } else {
        const struct token *token = token_at(c, step->node->first);
        fprintf(out, " %.*s", (int)token->length, source_text(c->source) + token->offset);
    }
    putc(';', out);
}

static void print_block(const struct compilation *c, const struct flow *flow, uint32_t number,
                        FILE *out) {
    const struct flow_block *block = &flow->blocks[number];
    fprintf(out, "  %u%s", number, block->successor_count > 0 ? " ->" : "");
    for (uint32_t i = 0; i < block->successor_count; i++) {
        fprintf(out, " %u", block->successors[i]);
    }
    fputs(number == FLOW_EXIT ? " exit\n" : block->reachable ? ":" : " unreachable:", out);
    if (number == FLOW_EXIT) {
        return;
    }
    uint32_t line = 0;
    for (uint32_t i = 0; i < block->step_count; i++) {
        const struct flow_step *step = &block->steps[i];
        if (step->kind == FLOW_ENTER || step->kind == FLOW_FULL) {
            continue;
        }
        uint32_t offset = token_at(c, step->node->first)->offset;
        uint32_t at = source_locate(c->source, offset).line;
        if (at != line) {
            fprintf(out, " %u:", at);
            line = at;
        }
        print_step(c, step, out);
    }
    putc('\n', out);
}

void dump_flow(struct compilation *c, FILE *out) {
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        const struct item *item = &c->unit.items[i];
        if (item->kind != ITEM_DEFINITION) {
            continue;
        }
        const struct flow *flow = flow_of(c, item->functions[0]);
        fprintf(out, "%s:\n", item->functions[0]->name);
        for (uint32_t number = 0; number < flow->block_count; number++) {
            const struct flow_block *block = &flow->blocks[number];
            if (number == FLOW_EXIT || block->reachable || block->step_count > 0) {
                print_block(c, flow, number, out);
            }
        }
    }
}
