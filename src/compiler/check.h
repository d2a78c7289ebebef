// The language rules, over the tree of one async function. check.c: calls, awaits, spawns, what may
// not live across an await; check_jumps.c: where control may go.
#ifndef TARRY_COMPILER_CHECK_H
#define TARRY_COMPILER_CHECK_H

#include "compiler/compiler.h"

void check_jumps(struct compilation *c, struct node *function);

#endif
