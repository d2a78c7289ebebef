// Words that stand before a parenthesis are words only there: variables, members and labels may
// have their names.
#include <stdio.h>
#include <tarry.h>

struct options {
    int parallel, blocking;
    const char *within;
};

static async int later(int when) {
    await tarry_yield();
    return when;
}

async int main(void) {
    int parallel = await later(1), blocking = 2, spawn = 3, concurrent = 4, within = 5, when = 6;
    struct options options = {
        .parallel = parallel, .blocking = await later(blocking), .within = "text"};
    concurrent (s) {
        spawn (s)
            spawn
                = later(spawn * 10);
        spawn (s) options.parallel = later(concurrent * 10);
    }
    if (parallel) {
        goto within;
    }
    within:
    printf("%d %d %d %d %d %d\n", parallel, blocking, spawn, concurrent, within, when);
    printf("%d %d %s\n", options.parallel, options.blocking, options.within);
    return 0;
}

// expect: 1 2 30 4 5 6
// expect: 40 2 text
