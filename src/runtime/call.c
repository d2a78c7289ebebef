// Calls through pointers to async functions. What such a pointer points to is f__call, a small
// function that tarrycc makes for each async function used as a value: it asks here for the future
// of f, writes the arguments into it, and hands it back. What the future is for is the caller's
// matter: cx->calling says so.
#include <tarry/abi.h>
#include <tarry/race.h>

#include "runtime/task.h"

void *tarry__call_new(struct tarry_context *cx, const struct tarry_function *function,
                      void *result) {
    struct tarry_calling *calling = cx->calling;
    if (!calling) {
        void *future = tarry__frame_new(cx, function);
        if (!future) {
            tarry__no_memory(cx, result, function);
        }
        return future;
    }
    if (calling->arm) {
        calling->arm->function = function;
        calling->arm->boxed = true;
        calling->arm->future = tarry__arm_new(cx, function);
        return calling->arm->future;
    }
    return tarry__spawn_new(cx, calling->scope, function, calling->result);
}

void tarry__call_enter(struct tarry_context *cx, void *future) {
    struct tarry_calling *calling = cx->calling;
    if (!calling) {
        tarry__frame_enter(cx, future);
    } else if (!calling->arm) {
        tarry__spawn(cx, calling->scope, future);
    }
}
