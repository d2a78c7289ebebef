// Control flow graphs: which steps, in which order, and where control goes. And data flow over them:
// every path counts, forward and backward, for what may and for what must hold.
#include "support.h"

#include "compiler/flow.h"

static struct flow *flow_of_text(struct run *run) {
    struct async_function *function = NULL;
    for (struct async_function *f = run->c.unit.functions; f != NULL; f = f->next) {
        function = f->is_defined ? f : function;
    }
    return function != NULL ? flow_of(&run->c, function) : NULL;
}

// ---- paths, as text: each step by its letter, jumps followed in order ----

static const char STEP_LETTERS[] = {
    [FLOW_ENTER] = 0,    [FLOW_FULL] = 0,    [FLOW_DECLARE] = 0,
    [FLOW_READ] = 'r',   [FLOW_WRITE] = 'w', [FLOW_TOUCH] = 't',
    [FLOW_EVALUATE] = 0, [FLOW_CHILD] = 0,   [FLOW_SUSPEND] = '!',
};

// Prints the steps of every block reached, each block once, a block's successors in brackets.
static void print_paths(const struct flow *flow, uint32_t number, bool *seen, FILE *out) {
    const struct flow_block *block = &flow->blocks[number];
    if (number == FLOW_EXIT || seen[number]) {
        fputs(number == FLOW_EXIT ? "." : "^", out);
        return;
    }
    seen[number] = true;
    for (uint32_t i = 0; i < block->step_count; i++) {
        const struct flow_step *step = &block->steps[i];
        if (STEP_LETTERS[step->kind] != 0) {
            putc(STEP_LETTERS[step->kind], out);
            fputs(step->symbol != NULL ? step->symbol->name : "", out);
        }
    }
    for (uint32_t i = 0; i < block->successor_count; i++) {
        fputs(block->successor_count > 1 ? (i > 0 ? "|" : "(") : "", out);
        print_paths(flow, block->successors[i], seen, out);
    }
    fputs(block->successor_count > 1 ? ")" : "", out);
}

#define PATHS(body, paths)                                                                         \
    has_paths("_Async int g(int); _Async int f(int n) {" body "}", paths, __LINE__)

static void has_paths(const char *text, const char *paths, int line) {
    struct run *run = run_text(text, RULES);
    struct flow *flow = run->result ? flow_of_text(run) : NULL;
    char *found = NULL;
    size_t size;
    FILE *out = open_memstream(&found, &size);
    if (flow != NULL) {
        bool *seen = calloc(flow->block_count, sizeof *seen);
        print_paths(flow, FLOW_ENTRY, seen, out);
        free(seen);
    }
    fclose(out);
    if (strcmp(found, paths) != 0) {
        printf("test_flow.c:%d: expected %s\n             got %s\n%s", line, paths, found,
               run->report);
        failures++;
    }
    free(found);
    run_free(run);
}

static void test_expressions(void) {
    PATHS("return n;", "wnrn.");
    PATHS("int a = n; a = a + 1; return a;", "wnrnwarawara.");
    PATHS("int a; a += n; a++; return 0;", "wnrnrawarawa.");
    PATHS("int a[3]; a[n] = 1; return a[n];", "wnrntararn.");
    PATHS("int *a = 0; a[n] = 1; return 0;", "wnwararn.");
    PATHS("struct { int *x, y; } a; a.y = n; return 0;", "wnrnta.");
    PATHS("struct { int *x, y; } a; a.x[1] = n; return 0;", "wnrarnta.");
    PATHS("int a; int *b = &a; return *b;", "wntawbrb.");
    PATHS("return sizeof n;", "wn.");
    PATHS("return sizeof(int[n]);", "wnrn.");
    PATHS("int a = 1; return n && a;", "wnwarn(ra.|^)");
    PATHS("int a = 1; return n ? a : 2;", "wnwarn(ra.|^)");
    PATHS("int a = 1, b; b = (a, n); return b;", "wnwararnwbrb.");
}

static void test_awaits_first(void) {
    PATHS("int a = 1; return a + _Await g(n);", "wnwarn!ra.");
    PATHS("int a = 1; a += _Await g(a); return a;", "wnwara!rawara.");
    PATHS("int a = 1; return _Await g(a) + _Await g(n) + a;", "wnwara!rn!ra.");
    PATHS("int a = 1; return _Await g(_Await g(a));", "wnwara!!.");
    PATHS("int a = 1; return (n, _Await g(2)) + a;", "wnwarn!ra.");
    PATHS("int a = 1; return n && _Await g(a);", "wnwarn(ra!.|^)");
    PATHS("int a = 1; return n ? _Await g(1) : a;", "wnwarn(!.|ra^)");
    PATHS("int a = 1; return ({ int b = _Await g(a); b + n; }) + a;", "wnwara!wbrbrnra.");
}

static void test_statements(void) {
    PATHS("if (n) n = 1; else n = 2; return n;", "wnrn(wnrn.|wn^)");
    PATHS("while (n) n--; return 1;", "wnrn(rnwn^|.)");
    PATHS("do n--; while (n); return 1;", "wnrnwnrn(^|.)");
    PATHS("for (int i = 0; i < n; i++) { if (i) continue; break; } return n;",
          "wnwirirn(ri(riwi^|rn.)|^)");
    PATHS("for (;;) { if (n) break; } return n;", "wnrn(rn.|^)");
    PATHS("while (1) { n = 2; if (0) break; } return n;", "wnwn^");
    PATHS("switch (n) { case 1: n = 1; break; case 2: n = 2; default: n = 3; } return n;",
          "wnrn(wnrn.|wnwn^|^)");
    PATHS("switch (n) { case 1: n = 1; } return n;", "wnrn(wnrn.|^)");
    PATHS("again: n--; if (n) goto again; return n;", "wnrnwnrn(^|rn.)");
    PATHS("void *p = n ? &&a : &&b; goto *p; a: n = 1; b: return n;", "wnrn(wprp(wnrn.|^)|^)");
    PATHS("goto out; n = 1; out: return n;", "wnrn.");
}

static void test_cleanups(void) {
    PATHS("_Defer n = 2; n = 1; return 0;", "wnwnwn(.|.)");
    PATHS("_Defer n = 2; if (n) return 1; n = 3; return 0;", "wnrn(wn(.|.)|wn^)");
    PATHS("while (n) { _Defer _Await g(n); if (n > 1) break; } return 0;",
          "wnrn(rn(rn!(.|^)|^)|^)");
    PATHS("_Concurrent (s) { _Spawn (s) n = g(1); } return n;", "wnwsrsrntn!rn.");
}

// ---- data flow ----

static void live(void *context, const struct flow_step *step, uint64_t *set) {
    (void)context;
    if (step->kind == FLOW_WRITE) {
        flow_remove(set, step->symbol->number - 1);
    } else if (step->kind == FLOW_READ) {
        flow_add(set, step->symbol->number - 1);
    }
}

static void assigned(void *context, const struct flow_step *step, uint64_t *set) {
    (void)context;
    if (step->kind == FLOW_WRITE) {
        flow_add(set, step->symbol->number - 1);
    }
}

// What the set holds at the first suspension point, as the variables' names.
static void names_at_suspension(struct run *run, const struct flow *flow,
                                struct flow_problem *problem, char *out) {
    problem->bits = flow->variable_count;
    uint64_t *sets = flow_solve(&run->c, flow, problem);
    uint64_t set[4];
    for (uint32_t number = 0; number < flow->block_count; number++) {
        const struct flow_block *block = &flow->blocks[number];
        memcpy(set, sets + number * flow_words(problem->bits),
               sizeof *set * flow_words(problem->bits));
        for (uint32_t i = 0; i < block->step_count; i++) {
            const struct flow_step *step =
                &block->steps[problem->backward ? block->step_count - 1 - i : i];
            if (step->kind == FLOW_SUSPEND) {
                for (uint32_t bit = 0; bit < problem->bits; bit++) {
                    strcat(out, flow_has(set, bit) ? flow->variables[bit]->name : "");
                }
                return;
            }
            problem->step(NULL, step, set);
        }
    }
}

#define AT_AWAIT(body, is_live, may, must)                                                         \
    solves("_Async int g(int); _Async int f(int n) {" body "}", is_live, may, must, __LINE__)

static void solves(const char *text, const char *is_live, const char *may, const char *must,
                   int line) {
    struct run *run = run_text(text, RULES);
    struct flow *flow = run->result ? flow_of_text(run) : NULL;
    const char *expected[] = {is_live, may, must};
    struct flow_problem problems[] = {
        {.step = live, .backward = true}, {.step = assigned}, {.step = assigned, .must = true}};
    for (int i = 0; i < 3 && flow != NULL; i++) {
        char found[256] = "";
        names_at_suspension(run, flow, &problems[i], found);
        if (strcmp(found, expected[i]) != 0) {
            printf("test_flow.c:%d: problem %d: expected %s, got %s\n", line, i, expected[i],
                   found);
            failures++;
        }
    }
    CHECK(flow != NULL);
    run_free(run);
}

static void test_data_flow(void) {
    AT_AWAIT("int a = 1, b = 2; _Await g(a); return b;", "b", "nab", "nab");
    AT_AWAIT("int a, b; if (n) a = 1; _Await g(1); b = a; return b;", "a", "na", "n");
    AT_AWAIT("int a = 0; while (n--) { _Await g(1); a++; } return a;", "na", "na", "na");
    AT_AWAIT("int a, b; for (;;) { _Await g(n); a = b = 1; if (a) break; } return b;", "n", "nab",
             "n");
    AT_AWAIT("int a = 1; again: _Await g(1); if (n) goto again; return a;", "na", "na", "na");
    AT_AWAIT(
        "int a; switch (n) { case 1: a = 1; break; default: return 2; } _Await g(1); return a;",
        "a", "na", "na");
    AT_AWAIT("int a = 1; return 1; out: _Await g(n); return a; goto out;", "a", "", "na");
}

int main(void) {
    test_expressions();
    test_awaits_first();
    test_statements();
    test_cleanups();
    test_data_flow();
    printf(failures == 0 ? "ok\n" : "%d failures\n", failures);
    return failures != 0;
}
