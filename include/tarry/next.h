// Results as they finish: the children of an open scope, in the order in which they end.
//
//     struct reply replies[N];
//     parallel (s, .limit = 8) {
//         for (int i = 0; i < N; i++)
//             await spawn (s) replies[i] = fetch(urls[i]);      // at most 8 at once
//         struct reply *reply;
//         while ((reply = await tarry_next(&s)))
//             use(reply);                                       // the others go on meanwhile
//     }
#ifndef TARRY_NEXT_H
#define TARRY_NEXT_H

#include <tarry/abi.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_next__future {
    void *result;
    unsigned short state;
    struct tarry_scope *scope;
    struct tarry_scope_waiter waiter;
};
bool tarry_next__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_next__function;

// tarry_next waits for the next child of an open scope to end, and returns the address of its
// result: that of the lvalue it was spawned with. Each child is given out once, in the order in
// which they ended, to whoever has waited longest. Only children with an lvalue count; a caller that is
// one itself counts as one that has not ended. Returns NULL when none is left that has not been given
// out, lives, or waits for room (`await spawn`); when the caller is cancelled (results not yet given
// out lie in their lvalues then); and, with -EXDEV in scope->error, on another worker than a
// concurrent scope's. Suspends. Cancellable. From any task that the scope cannot outlive: the block,
// its children and theirs.
//
// What the scope keeps of an ended child until it is given out, or the scope ends, is the child's
// memory; nothing is kept where the function that opened the scope uses its address for
// no more than spawning, tarry_cancel, tarry_scope_error and tarry_scope_take_error.
_Async void *tarry_next(struct tarry_scope *scope) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
