// What the ordinary C symbol of an async function does, for C that was compiled without tarrycc: it
// runs the function on the calling thread, on a runtime with one worker that is made for the call.
//
// On a worker's thread too, where it holds up that worker: the runtime of the call is the innermost
// one on the thread until it ends, and knows nothing of the tasks of the other.
#include <tarry/abi.h>

#include "runtime/scope.h"
#include "runtime/worker.h"

#include <errno.h>

static int run(const struct tarry_function *function, const void *future, size_t size,
               void *result) {
    static const struct tarry_options options = {.workers = 1};
    struct tarry_runtime *runtime;
    int error = tarry_runtime_new(&options, &runtime);
    if (error) {
        return error;
    }
    error = tarry__runtime_run(runtime, function, future, size, result);
    tarry_runtime_free(runtime);
    return error;
}

void tarry__plain_call(const struct tarry_function *function, const void *future, size_t size,
                       void *result) {
    int error = run(function, future, size, result);
    if (error) {
        tarry__result_write_error(result, function, error);
        errno = -error;
    }
}
