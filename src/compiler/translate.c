// What tarrycc does to a translation unit, in order.
#include "compiler/translate.h"

#include <string.h>

static const struct pass {
    bool (*run)(struct compilation *c);
    const char *dump; // --dump=, NULL: the pass only looks
    void (*print)(struct compilation *c, FILE *out);
} passes[] = {
    {lex, "tokens", dump_tokens},    {scan, "items", dump_items}, {parse, "tree", dump_tree},
    {check, NULL, NULL},             {flow, "flow", dump_flow},   {layout, "layout", dump_layout},
    {lower, "lowered", dump_lowered},
};

bool translate(struct compilation *c) {
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        const struct pass *pass = &passes[i];
        if (!pass->run(c)) {
            return false;
        }
        if (c->dump != NULL && pass->dump != NULL && strcmp(c->dump, pass->dump) == 0) {
            pass->print(c, stdout);
            return error_count(c) == 0;
        }
    }
    return error_count(c) == 0;
}

bool translate_has_dump(const char *pass) {
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        if (passes[i].dump != NULL && strcmp(passes[i].dump, pass) == 0) {
            return true;
        }
    }
    return false;
}

const char *translate_dumps(void) {
    return "tokens, items, tree, flow, layout, lowered";
}
