// Calls through pointers when memory runs out: for each n, the n-th allocation fails. An await gets -ENOMEM as its result, or
// zeros, a spawn says so in its scope and its lvalue; nothing leaks, and the next call works.
#include <tarry.h>

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static int countdown;
static bool failed;

static bool fail_at_countdown(size_t size) {
    (void)size;
    bool fail = --countdown == 0;
    failed |= fail;
    return fail;
}

struct large {
    char bytes[3000]; // its frames come from malloc, each by itself
    int number;
};

typedef async int counter(int);
typedef async struct large maker(int);

static async struct large make(int n) {
    await tarry_yield();
    return (struct large){.number = n};
}

static async int count(int n) {
    counter *next = count;
    maker *maker = make;
    char ballast[3000];
    ballast[n] = (char)n;
    if (n == 0) {
        await tarry_yield();
        return 0;
    }
    int below = await next(n - 1);
    if (below < 0) {
        return below;
    }
    CHECK(ballast[n] == n);
    struct large large = await maker(n);
    return large.number == n ? below + 1 : -ENOMEM;
}

static async int run(int n) {
    counter *p = count;
    int results[3] = {-1, -1, -1};
    failed = false;
    countdown = n;
    int direct = await p(3);
    CHECK(failed ? direct == 3 || direct == -ENOMEM : direct == 3);
    int error;
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = p(i);
        }
        await tarry_yield();
        error = tarry_scope_error(&s);
    }
    for (int i = 0; i < 3; i++) {
        CHECK(results[i] == i || (failed && results[i] == -ENOMEM));
    }
    CHECK(error == 0 || (failed && error == -ENOMEM));
    countdown = 0;
    CHECK(await p(2) == 2);
    return failed;
}

async int main(void) {
    tarry__memory_fault_set(fail_at_countdown);
    int n = 1, runs = 0;
    while (await run(n)) {
        n++;
        runs++;
    }
    tarry__memory_fault_set(NULL);
    CHECK(runs >= 8);
    return 0;
}
