// For tests of async code: cancellation at every place where it can arrive.
//
//     async int transfer(void *argument) { ... }
//
//     async void test_transfer(void) {
//         int result;
//         struct bank bank = new_bank();
//         for (unsigned n = 1; await tarry_cancel_nth(n, transfer, &bank, &result); n++) {
//             assert(nothing_is_missing(&bank));         // it was cancelled at its n-th chance
//             bank = new_bank();
//         }
//         assert(result == 0 && is_done(&bank));         // n was larger than there are chances
//     }
#ifndef TARRY_TESTING_H
#define TARRY_TESTING_H

#include <tarry/abi.h>
#include <tarry/race.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tarry_cancel_nth__future {
    bool result;
    unsigned short state;
    unsigned n;
    _Async int (*f)(void *argument);
    void *argument;
    int *out_result;
    unsigned suspensions;
    bool starved; // the last poll ended because it had no budget
    bool when_woken;
    bool cancelled;
    struct tarry_race only; // f is its only arm
    struct tarry_arm arm;
};
bool tarry_cancel_nth__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_cancel_nth__function;

// tarry_cancel_nth runs f(argument) in the calling task, cancels it at the n-th chance, counted
// from 1, and waits for its end. There are two chances at each suspension: at once, and when the
// task is woken next, before it has seen what for (so that what it waited for and the cancellation
// arrive together). Waits that need not wait suspend too. Returns true if f was cancelled, or false
// if it had ended before; what f returned is in *out_result (NULL: nowhere): -ENOMEM if there was
// no memory to start it, -ECANCELED if the caller was cancelled before.
//
// Cancelled are the waits of f, those of all it awaits, and the children of its scopes, as by a
// lost race. Suspensions of the children are their own, and not counted. A test whose tasks run on
// one worker in one order (no `parallel` scope, no other thread, no timer) has the same chances in
// each run. Suspends. Cancellable, as f is.
_Async bool tarry_cancel_nth(unsigned n, _Async int (*f)(void *argument), void *argument,
                             int *out_result) TARRY__LIBRARY;

#ifdef __cplusplus
}
#endif
#endif
