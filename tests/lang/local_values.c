// Task-local values: seen in the block, in callees, plain functions, children on all workers and arms of races; innermost
// first; gone behind the block, however it is left.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct request {
    int id;
    char user[20];
};

static TARRY_LOCAL(int) depth;
static TARRY_LOCAL(struct request) request;
static const char *nobody = "nobody";
static TARRY_LOCAL(const char *const) owner = &nobody;

static void show(const char *where) {
    const int *d = TARRY_BOUND(depth);
    const struct request *r = TARRY_BOUND(request);
    printf("%s: %d %s %s\n", where, d ? *d : -1, r ? r->user : "-", *TARRY_BOUND(owner));
}

async int callee(void) {
    await tarry_yield();
    show("callee");
    return 0;
}

async int down(int n) {
    TARRY_BIND(depth, n);
    if (n == 0) {
        show("down");
        return *TARRY_BOUND(depth);
    }
    return await down(n - 1) + *TARRY_BOUND(depth);
}

async int child(int i, _Atomic int *sum) {
    await tarry_sleep(TARRY_US(i * 10));
    TARRY_BIND(depth, *TARRY_BOUND(depth) + i);
    await tarry_yield();
    *sum += *TARRY_BOUND(depth);
    return strcmp(TARRY_BOUND(request)->user, "ann");
}

async int leave(int how) {
    for (int i = 0; i < 2; i++) {
        TARRY_BIND(depth, 10 * how + i);
        await tarry_yield();
        if (how == 0)
            continue;
        if (how == 1)
            break;
        if (how == 2)
            goto out;
        if (how == 3)
            return *TARRY_BOUND(depth);
        within (0) {
            TARRY_BIND(owner, "late");
            if (await tarry_sleep(TARRY_NS(1)) == -ECANCELED)
                return *TARRY_BOUND(depth);
        }
    }
out:
    return TARRY_BOUND(depth) ? -1 : -2;
}

async int in_arm(int n) {
    TARRY_BIND(depth, *TARRY_BOUND(depth) * n);
    int error = await tarry_sleep(TARRY_US(n * 200));
    return error ? error : *TARRY_BOUND(depth);
}

// What is bound inside of a scope is not seen by its children.
async int scoped(void) {
    int seen = 0, outer = 0;
    TARRY_BIND(depth, 1);
    concurrent (s) {
        TARRY_BIND(depth, 2);
        spawn (s) seen = leave(5);
        outer = *TARRY_BOUND(depth);
        await tarry_yield();
    }
    return outer * 10 + (seen == 50);
}

async int main(void) {
    show("nothing");
    {
        TARRY_BIND(depth, 1);
        struct request r = {7, "ann"};
        TARRY_BIND(request, r);
        r.user[0] = 'X';                    // the value was copied
        TARRY_BIND(owner, "root");
        show("bound");
        await callee();
        TARRY_BIND(depth, 100);
        show("again");
        *TARRY_BOUND(depth) += 1;
        show("changed");
        int failed[20], errors = 0;
        _Atomic int sum = 0;
        parallel (s) {
            for (int i = 0; i < 20; i++)
                spawn (s) failed[i] = child(i, &sum);
        }
        for (int i = 0; i < 20; i++)
            errors += failed[i];
        printf("children: %d %d\n", sum, errors);
        int a = 0, b = 0;
        race {
            when ((a = await in_arm(1000)) > 0) {}
            when ((b = await in_arm(1)) > 0) show("race");
        }
        printf("arms: %d %d\n", a == -ECANCELED, b);
    }
    show("gone");
    printf("%d\n", await down(4));
    TARRY_BIND(depth, await down(2) + 40);
    printf("%d\n", *TARRY_BOUND(depth));
    for (int how = 0; how < 5; how++)
        printf("%d ", await leave(how));
    printf("%d\n", await scoped());
    show("bound in main");
    return 0;
}

// expect: nothing: -1 - nobody
// expect: bound: 1 ann root
// expect: callee: 1 ann root
// expect: again: 100 ann root
// expect: changed: 101 ann root
// expect: children: 2210 0
// expect: race: 101 ann root
// expect: arms: 1 101
// expect: gone: -1 - nobody
// expect: down: 0 - nobody
// expect: 10
// expect: down: 0 - nobody
// expect: 43
// expect: -1 -1 -1 30 40 21
// expect: bound in main: 43 - nobody
