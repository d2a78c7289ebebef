// Variables that live in the future, under their names, for a debugger.
//
// C has no references, so where such a variable is declared there stands, when the code is for a
// debugger, a local that says where the variable is:
//
//     int results[3];     ->    volatile struct { __typeof__(self->results) *tarry__at; } results;
//                               results.tarry__at = &self->results;
//
// It is volatile for the sake of -Og. The user's code does not see it, for there the name has become
// self->results. tools/tarry-gdb.py shows what it points at; without that, `print *results.tarry__at`
// does.
#include "compiler/frame.h"
#include "compiler/lower.h"
#include "compiler/name.h"

// In a switch's own block its cases jump over declarations.
static bool is_directly_in_switch(const struct lowering *l, const struct symbol *symbol) {
    return l->region && l->region->kind == REGION_SWITCH && symbol->scope &&
           l->region->owner->children[1] == symbol->scope->node;
}

// A type of that name may be needed behind it.
static bool is_named_like_type(const struct symbol *symbol) {
    const struct name_facts *facts = name_of(symbol->name)->facts;
    return facts && facts->typedef_token != NO_TOKEN;
}

static void print_address(struct emitter *e, const struct symbol *symbol) {
    emit(e, "%s.tarry__at = &%s;", symbol->name, symbol->emitted_name);
}

static void print_stand_in(struct emitter *e, const struct symbol *symbol) {
    emit(e,
         "__extension__ volatile struct { __typeof__(%s) *tarry__at; } %s __attribute__((unused));",
         symbol->emitted_name, symbol->name);
    print_address(e, symbol);
}

void show_variable(struct lowering *l, struct symbol *symbol) {
    if (l->c->is_for_debugger && is_in_frame(symbol) && symbol->emitted_name &&
        !symbol->is_parameter && !is_named_like_type(symbol) && !is_directly_in_switch(l, symbol)) {
        emit_line(&l->e, symbol->token);
        print_stand_in(&l->e, symbol);
        symbol->slot->is_shown = true;
    }
}

void show_parameters(struct compilation *c, struct emitter *e, const struct plan *plan) {
    const struct node *parameters = plan->function->parameters;
    for (uint32_t i = 0; c->is_for_debugger && i < parameter_count(plan->function); i++) {
        const struct symbol *symbol = parameters->children[i]->symbol;
        if (symbol && symbol->emitted_name && !is_named_like_type(symbol)) {
            print_stand_in(e, symbol);
        }
    }
}

bool shows_again(const struct suspension *suspension) {
    for (uint32_t i = 0; suspension && i < suspension->shown_count; i++) {
        if (suspension->shown[i]->slot->is_shown) {
            return true;
        }
    }
    return false;
}

void show_again(struct lowering *l, const struct suspension *suspension) {
    for (uint32_t i = 0; suspension && i < suspension->shown_count; i++) {
        if (suspension->shown[i]->slot->is_shown) {
            print_address(&l->e, suspension->shown[i]);
        }
    }
}
