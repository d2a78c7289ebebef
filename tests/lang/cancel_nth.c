// tarry_cancel_nth cancels a function at each place where it can be: waits that are ready at once, waits that are not,
// in callees, separate frames, scopes, races and defers; at once, and together with what the wait was for.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct trace {
    int done;      // steps that were not cancelled
    int cleaned;   // deferred statements that awaited to their end
    int refused;   // waits that were
    int child;
};

static async int step(struct trace *trace, int64_t duration) {
    int error = await tarry_sleep(duration);
    if (error < 0)
        trace->refused++;
    else
        trace->done++;
    return error;
}

static async int clean(struct trace *trace) {
    int error = await tarry_sleep(0); // shielded
    trace->cleaned += error == 0;
    return error;
}

async int steps(void *argument);
async int steps(void *argument) {
    struct trace *trace = argument;
    defer (void)await clean(trace);
    int error;
    for (int i = 0; i < 3; i++)
        if ((error = await step(trace, i % 2 ? 100000 : 0)) < 0)
            return error;
    return 7;
}

static async int deep(void *argument) {
    struct trace *trace = argument;
    return trace->child-- > 0 ? await deep(trace) : await step(trace, 0);
}

static async int scoped(void *argument) {
    struct trace *trace = argument;
    int child = 0;
    concurrent (s) {
        spawn (s) child = step(trace, TARRY_US(200));
        await tarry_yield();
    }
    trace->child = child;
    return child;
}

static async int racing(void *argument) {
    struct trace *trace = argument;
    int a = 0, b = 0;
    race {
        when (a = await step(trace, TARRY_SEC(100)))
            trace->child = 1;
        when (b = await step(trace, TARRY_US(100)))
            trace->child = 2;
    }
    return b < 0 ? b : 0;
}

static async int no_waits(void *argument) {
    return ++((struct trace *)argument)->done;
}

// How many chances there are; whether each cancelled run was refused a wait, or had no more to wait for.
static async int chances(async int (*f)(void *), struct trace *last, int deferred, bool *all_fine) {
    int result;
    unsigned n = 1;
    *all_fine = true;
    memset(last, 0, sizeof *last);
    last->child = 3;
    for (; await tarry_cancel_nth(n, f, last, &result); n++) {
        if ((result == -ECANCELED ? last->refused : last->done) < 1 || last->cleaned != deferred)
            *all_fine = false;
        memset(last, 0, sizeof *last);
        last->child = 3;
    }
    return (int)n - 1;
}

async int main(void) {
    struct trace trace;
    bool all;
    int found = await chances(no_waits, &trace, 0, &all);
    printf("%d %d\n", found, trace.done); // expect: 0 1
    // Three waits; at the fourth suspension, in the deferred statement, the function is not cancelled any more.
    found = await chances(steps, &trace, 1, &all);
    printf("%d %d %d %d\n", all, found >= 8, trace.done, trace.cleaned); // expect: 1 1 3 1
    found = await chances(deep, &trace, 0, &all);
    printf("%d %d %d\n", all, found >= 2, trace.done); // expect: 1 1 1
    found = await chances(scoped, &trace, 0, &all);
    printf("%d %d %d %d\n", all, found >= 4, trace.done, trace.child); // expect: 1 1 1 0
    found = await chances(racing, &trace, 0, &all);
    printf("%d %d %d %d\n", all, found >= 2, trace.done, trace.child); // expect: 1 1 1 2
    // Cancelled itself, it passes that on.
    int result = 0;
    concurrent (s) {
        tarry_cancel(&s);
        printf("%d\n", await tarry_cancel_nth(1000, steps, &trace, &result)); // expect: 0
    }
    printf("%d\n", result == -ECANCELED); // expect: 1
    return 0;
}
