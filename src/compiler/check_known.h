// Variables that are set to constants, and conditions that test them: behind `done = 0` the test of
// `!done` has one answer. It tells the paths apart that a macro like
// `for (int once = 1; once; once = 0)` makes.
#ifndef TARRY_COMPILER_CHECK_KNOWN_H
#define TARRY_COMPILER_CHECK_KNOWN_H

#include "compiler/flow.h"

enum { KNOWN_VARIABLES_MAX = 16 }; // more are not looked at

struct known {
    const struct compilation *c;
    const struct symbol *variables[KNOWN_VARIABLES_MAX];
    uint32_t count;
};

// known_find collects the variables of a function that are ever set to a constant.
void known_find(struct known *known, const struct node *node);

// known_change tells what a step does to one of them, `*out_variable`: it may be 0 afterwards, and it
// may be something else. False: the step changes none.
bool known_change(const struct known *known, const struct flow_step *step, uint32_t *out_variable,
                  bool *out_may_be_0, bool *out_may_be_other);

// known_condition returns the variable that a condition tests for 0, known->count if it does
// something else. *holds, whether the condition holds, becomes whether the variable is not 0.
uint32_t known_condition(const struct known *known, const struct node *condition, bool *holds);

#endif
