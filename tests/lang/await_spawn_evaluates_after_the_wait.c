// The scope is evaluated before the wait for room, lvalue and arguments after it, each once; awaits in
// them come first of all.
#include <stdio.h>
#include <tarry.h>

static int calls, next_job;

static struct tarry_scope *where(struct tarry_scope *scope) {
    printf("scope %d\n", calls++);
    return scope;
}

static int argument(void) {
    printf("argument %d\n", next_job);
    return next_job++;
}

static async int ready(int n) {
    await tarry_yield();
    printf("awaited\n");
    return n;
}

static async int job(int n, int m) {
    await tarry_sleep(TARRY_MS(5));
    printf("end %d\n", n);
    return n + m;
}

async int main(void) {
    int results[3] = {0}, i = 0;
    concurrent (s, .limit = 1) {
        struct tarry_scope *all[1] = {&s};
        await spawn (*where(all[0])) results[i++] = job(argument(), await ready(10));
        await spawn (*where(all[0])) results[i++] = job(argument(), await ready(20));
        await spawn (*where(all[0])) results[i++] = job(argument(), 30);
    }
    printf("%d %d %d\n", results[0], results[1], results[2]);
    return 0;
}

// expect: awaited
// expect: scope 0
// expect: argument 0
// expect: awaited
// expect: scope 1
// expect: end 0
// expect: argument 1
// expect: scope 2
// expect: end 1
// expect: argument 2
// expect: end 2
// expect: 10 21 32
