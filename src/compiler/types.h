// What the files that print types share: types.c, hoist.c and array_size.c.
#ifndef TARRY_COMPILER_TYPES_H
#define TARRY_COMPILER_TYPES_H

#include "compiler/plan.h"

// type_append and type_append_word append text, the latter kept apart from a word in front of it.
void type_append(struct buffer *out, const char *text);
void type_append_word(struct buffer *out, const char *word);

// type_has_pointer tells whether a `*` stands among the tokens [first, end).
bool type_has_pointer(struct compilation *c, uint32_t first, uint32_t end);

// type_name_place returns the place of the name in a declarator: the name's token, or for an
// abstract one the token it would stand before.
uint32_t type_name_place(struct compilation *c, const struct node *declarator);

// tag_body_text prints a definition with its body: where it is hoisted, and where it stands inside
// another one.
void tag_body_text(struct compilation *c, struct plan *plan, struct buffer *out, struct node *tag);

// file_scope_name returns a name for something of the function that moves to file scope.
const char *file_scope_name(struct compilation *c, struct plan *plan, const char *name);

// completed_array_text declares `name` as declarator with its first `[]` filled in from the
// initialiser.
void completed_array_text(struct compilation *c, struct plan *plan, struct buffer *out,
                          struct node *specifiers, struct node *declarator,
                          struct node *initialiser, const char *name, unsigned flags);

#endif
