// The name of a scope in its block is a struct tarry_scope: its address, its error, passed on to
// functions.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

static int error_of(const struct tarry_scope *scope) {
    return scope->error;
}

async int main(void) {
    int a = 0, b = 0;
    concurrent (jobs) {
        struct tarry_scope *scope = &jobs;
        spawn (jobs) a = job(1);
        parallel (more) {
            spawn (more) b = job(2);
            printf("%d %d %d\n", error_of(&more), scope->error, scope != &more);
        }
    }
    printf("%d %d\n", a, b);
    return 0;
}

// expect: 0 0 1
// expect: 1 2
