// Pointers to variables of an async function, and to compound literals, in the values it gives away: to children, to its
// caller.
#ifndef TARRY_COMPILER_CHECK_LOANS_H
#define TARRY_COMPILER_CHECK_LOANS_H

#include "compiler/compiler.h"

// One pointer: to `symbol`, or to a compound literal.
struct loan {
    struct loan *next;
    const struct node *spawn;    // the child that gets it; NULL: nobody's child
    const struct node *place;    // the expression it points to, an lvalue
    const struct symbol *symbol; // NULL: a literal
    const struct scope *scope;   // what it points to lives until this one is left
    bool is_lvalue;              // the spawn's
    bool reads_only;             // the parameter is a pointer to const
    uint32_t argument;           // its number, 0 for the lvalue
};

struct loans {
    struct compilation *c;
    const struct scope *scope; // around the expression
    struct loan *first, **last;
};

// loans_of_place adds the loan that a pointer to an lvalue is, if it is one. `model` says whose.
void loans_of_place(struct loans *loans, const struct loan *model, const struct node *place);

// loans_of_value adds what a value points to.
void loans_of_value(struct loans *loans, const struct loan *model, const struct node *value);

#endif
