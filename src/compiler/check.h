// The language rules, over the tree of one async function. check.c: calls, awaits, spawns, what may
// not live across an await; check_main.c: async main; check_race.c: arms of races; check_jumps.c: where control may go;
// check_blocking.c: what blocks a worker; check_duration.c: nanoseconds that were meant for seconds.
#ifndef TARRY_COMPILER_CHECK_H
#define TARRY_COMPILER_CHECK_H

#include "compiler/compiler.h"

// check_when: a NODE_WHEN and its one await (check_race.c).
void check_when(struct compilation *c, const struct node *when);
// check_lvalues: what is assigned to, or has its address taken (check_lvalue.c).
void check_lvalues(struct compilation *c, const struct node *node);
void check_jumps(struct compilation *c, struct node *function);
void check_locks(struct compilation *c, struct async_function *function, struct node *node);
void check_thread(struct compilation *c, struct async_function *function, struct node *node);
void check_sharing(struct compilation *c, struct async_function *function, struct node *node);
// check_returns: whether each return has a value as the function has; check_returned: what the values
// point to (check_return.c).
void check_returns(struct compilation *c, const struct async_function *function,
                   const struct node *node);
void check_returned(struct compilation *c, const struct async_function *function,
                    const struct node *node);
void check_scope(struct compilation *c, struct node *function);
void check_durations(struct compilation *c, const struct node *function);
void check_main(struct compilation *c, const struct async_function *function);
void check_blocking(struct compilation *c, struct node *function);
// check_hint_blocking says what to write instead of a call that blocks. False: `name` is none.
bool check_hint_blocking(struct compilation *c, const char *name);

// ---- check_tree.c: what they share ----

const struct node *check_strip_parens(const struct node *node);

// check_called_name returns the name of the plain function that a call calls by its name, NULL if it
// is none, or something local is called so.
const char *check_called_name(const struct compilation *c, const struct node *call);

// check_is_library tells whether a name is that of a function of the C library, or of another
// library that comes in system headers: not of one that the program has declared itself.
bool check_is_library(const struct compilation *c, const char *name);

// check_is_unevaluated tells whether a node's operand is only looked at.
bool check_is_unevaluated(const struct node *node);

// check_text returns what an expression looks like, on one line.
const char *check_text(const struct compilation *c, const struct node *node);

// check_number reads a node as an integer constant written as one number, perhaps in parentheses or
// with a sign. Returns whether it is.
bool check_number(const struct compilation *c, const struct node *node, long long *out_number);

#endif
