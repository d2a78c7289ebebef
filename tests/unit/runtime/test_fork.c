// A runtime in a process that fork made: its parent's is refused there, and freed by nobody; its own is whole. What tasks of the
// parent's do there: tests/lang/fork_without_exec.c. (Fault 49.)
#include "future.h"

#include <tarry.h>

#include <sys/wait.h>
#include <unistd.h>

static async int nap(void) {
    return await tarry_sleep(TARRY_US(10)) == 0 ? 5 : -1;
}

static int run_nap(struct tarry_runtime *runtime) {
    int result = 0;
    int error = tarry_runtime_run(runtime, &nap__function, &(struct nap__future){0}, &result);
    return error ? error : result;
}

static int in_child(struct tarry_runtime *parents) {
    if (run_nap(parents) != -EPERM) {
        return 1;
    }
    tarry_runtime_stop(parents);
    tarry_runtime_free(parents);
    struct tarry_runtime *own; // without threads, which ThreadSanitizer forbids here
    if (tarry_runtime_new(&(struct tarry_options){.workers = 1}, &own) != 0 || run_nap(own) != 5) {
        return 2;
    }
    pid_t pid = fork(); // and once more
    if (pid == 0) {
        _exit(run_nap(own) == -EPERM ? 0 : 3);
    }
    int status;
    if (waitpid(pid, &status, 0) != pid || status != 0) {
        return 4;
    }
    int result = run_nap(own);
    tarry_runtime_free(own);
    return result == 5 ? 0 : 5;
}

int main(void) {
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    CHECK(run_nap(runtime) == 5);
    pid_t pid = fork();
    if (pid == 0) {
        _exit(in_child(runtime));
    }
    CHECK(run_nap(runtime) == 5);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid);
    CHECK(status == 0);
    CHECK(run_nap(runtime) == 5);
    tarry_runtime_free(runtime);
}
