// Pointers to variables whose block ends before the scope waits for the child.
#include <tarry.h>

static async int fill(int *n) {
    await tarry_yield();
    return *n = 1;
}
struct job {
    int *result;
    int numbers[3];
};
static async int run(struct job *job) {
    return await fill(job->result);
}
static async int run_copy(struct job job) {
    return await fill(job.result);
}

static async int inner_block(void) {
    concurrent (outer) {
        {
            int n = 0;
            spawn (outer) fill(&n); // error: a child of `outer` gets a pointer to `n`, whose block ends before the child does [L42]
        }
        for (int i = 0; i < 3; i++) {
            spawn (outer) fill(&i); // error: a child of `outer` gets a pointer to `i`
        }
        for (int i = 0; i < 3; i++) {
            int result;
            spawn (outer) result = fill(NULL); // error: a child of `outer` writes its result to `result`
        }
        for (int i = 0; i < 3; i++)
            spawn (outer) run(&(struct job){.numbers = {i}}); // error: a child of `outer` gets a pointer to
        for (int i = 0; i < 3; i++)
            spawn (outer) fill((int[1]){i}); // error: a child of `outer` gets a pointer to `(int[1]){i}`
        if (outer.error == 0) {
            struct job job = {0};
            spawn (outer) fill(&job.numbers[1]);
            spawn (outer) fill((int *)&job.numbers); // error: a child of `outer` gets a pointer to `job.numbers`
            int numbers[4] = {0};
            spawn (outer) fill(numbers + 1);                           // error: a child of `outer` gets a pointer to `numbers`
            spawn (outer) run_copy((struct job){.result = numbers});   // error: a child of `outer` gets a pointer to `numbers`
            spawn (outer) fill(outer.error ? numbers : &numbers[2]);   // error: gets a pointer to `numbers[2]` // error: gets a pointer to `numbers`
        }
    }
    return 0;
}

static async int in_two_scopes(void) {
    parallel (outer) {
        concurrent (inner) {
            int n = 1;
            spawn (inner) fill(&n);
            spawn (outer) fill(&n); // warning: a child of `outer` gets a pointer to `n`, whose block may end before the child does
        }
    }
    return 0;
}

struct pool {
    struct tarry_scope *scope;
};

static async int far_spawn(struct tarry_scope *scope, struct pool *pool, int parameter) {
    int local;
    spawn (*scope) local = fill(NULL);         // error: a child of a scope outside writes its result to `local`
    spawn (*pool->scope) fill(&parameter);     // error: a child of a scope outside gets a pointer to `parameter`
    return 0;
}

static async int perhaps(void) {
    concurrent (outer) {
        for (int i = 0; i < 3; i++) {
            int n = i;
            spawn (outer) fill(&n); // warning: a child of `outer` gets a pointer to `n`, whose block may end before the child does [L42, -Wtarry-lifetime]
            await tarry_yield();
        }
    }
    return 0;
}

async int main(void) {
    struct pool pool;
    concurrent (s) {
        pool.scope = &s;
        await far_spawn(&s, &pool, 1);
    }
    await inner_block();
    await in_two_scopes();
    return await perhaps();
}
