// File scope: what is async, what is a typedef name, and what is wrong outside of async code.
#include "compiler/name.h"
#include "support.h"

static const struct name_facts *facts(struct run *run, const char *name) {
    static const struct name_facts nothing = {.typedef_token = NO_TOKEN};
    const struct name_facts *found = name_of(arena_intern(run->c.arena, name, strlen(name)))->facts;
    return found != NULL ? found : &nothing;
}

static bool is_typedef(struct run *run, const char *name, enum shape shape) {
    return facts(run, name)->typedef_token != NO_TOKEN && facts(run, name)->type.shape == shape;
}

static void test_typedefs(void) {
    struct run *run =
        run_text("typedef int a, *b, c[3], d(int), (*e)(int), (*f[2])(void), (g);\n"
                 "typedef struct s { int x; } h, *i;\n"
                 "typedef enum { RED, GREEN = (1, 2), BLUE } j;\n"
                 "typedef h k; typedef c l; typedef l m[2]; typedef void n;\n"
                 "typedef __builtin_va_list o; typedef o p;\n"
                 "typedef unknown_t q; typedef unknown_t *r;\n"
                 "typedef __typeof__(int) t; typedef const int u; typedef int *const v;\n"
                 "typedef long long w __attribute__((__vector_size__(16), __may_alias__));\n"
                 "typedef int (*(*x)(int))(void); typedef int y __attribute__((x)), *z;\n"
                 "int not_one(int a);\n"
                 "extern __typeof(a) aa __asm__(\"bb\");\n"
                 "struct { enum { NESTED } e; } object = { .e = NESTED };\n"
                 "int typedef aft; typedef union u1 u2;\n",
                 SCAN);
    CHECK(run->result && run->report[0] == '\0');
    CHECK(is_typedef(run, "a", SHAPE_SCALAR) && is_typedef(run, "b", SHAPE_SCALAR));
    CHECK(is_typedef(run, "c", SHAPE_ARRAY) && is_typedef(run, "d", SHAPE_FUNCTION));
    CHECK(is_typedef(run, "e", SHAPE_SCALAR) && is_typedef(run, "f", SHAPE_ARRAY));
    CHECK(is_typedef(run, "g", SHAPE_SCALAR) && is_typedef(run, "h", SHAPE_AGGREGATE));
    CHECK(is_typedef(run, "i", SHAPE_SCALAR) && is_typedef(run, "j", SHAPE_SCALAR));
    CHECK(is_typedef(run, "k", SHAPE_AGGREGATE) && is_typedef(run, "l", SHAPE_ARRAY));
    CHECK(is_typedef(run, "m", SHAPE_ARRAY) && facts(run, "m")->type.dimensions == 2);
    CHECK(is_typedef(run, "n", SHAPE_VOID));
    CHECK(is_typedef(run, "p", SHAPE_UNKNOWN) && facts(run, "p")->type.is_va_list);
    CHECK(is_typedef(run, "q", SHAPE_UNKNOWN) && is_typedef(run, "r", SHAPE_SCALAR));
    CHECK(is_typedef(run, "t", SHAPE_UNKNOWN));
    CHECK(facts(run, "u")->type.is_const && facts(run, "v")->type.is_const);
    CHECK(is_typedef(run, "w", SHAPE_SCALAR) && is_typedef(run, "x", SHAPE_SCALAR));
    CHECK(is_typedef(run, "y", SHAPE_SCALAR) && is_typedef(run, "z", SHAPE_SCALAR));
    CHECK(is_typedef(run, "aft", SHAPE_SCALAR) && is_typedef(run, "u2", SHAPE_AGGREGATE));
    CHECK(facts(run, "not_one")->typedef_token == NO_TOKEN);
    CHECK(facts(run, "aa")->typedef_token == NO_TOKEN);
    CHECK(facts(run, "RED")->is_enumerator && facts(run, "BLUE")->is_enumerator);
    CHECK(facts(run, "NESTED")->is_enumerator && !facts(run, "e")->is_enumerator);
    run_free(run);
}

static const struct async_function *find(const struct run *run, const char *name) {
    const struct async_function *function = run->c.unit.functions;
    while (function != NULL && strcmp(function->name, name) != 0) {
        function = function->next;
    }
    return function;
}

static void test_async_declarations(void) {
    struct run *run =
        run_text("_Async int a(void), *b(int x, char *y);\n"
                 "static inline _Async char *c(int (*f)(int, int), int z) { return 0; }\n"
                 "_Async static __attribute__((noinline)) int d(int) __attribute__((cold)); \n"
                 "__extension__ _Async int (*e(int q))(void);\n"
                 "struct f__future { int result; unsigned short state; };\n"
                 "extern _Async int f(void) __asm__(\"g\");\n"
                 "[[nodiscard]] _Async struct s { int m; } h(struct s);\n"
                 "int _Async i(void);\n"
                 "_Async int main(int argc, char **argv) { }\n",
                 SCAN);
    CHECK(run->result && run->report[0] == '\0');
    CHECK(run->c.unit.item_count == 8);
    CHECK(run->c.unit.items[0].function_count == 2);
    CHECK(run->c.unit.items[1].kind == ITEM_DEFINITION);
    CHECK(find(run, "a")->parameter_count == 0 && find(run, "b")->parameter_count == 2);
    CHECK(find(run, "c")->parameter_count == 2 && find(run, "c")->is_static);
    CHECK(find(run, "c")->is_inline && find(run, "c")->is_defined);
    CHECK(find(run, "d")->is_static && find(run, "e")->parameter_count == 1);
    CHECK(find(run, "f")->has_visible_future && !find(run, "a")->has_visible_future);
    CHECK(find(run, "h") != NULL && find(run, "i") != NULL);
    CHECK(run->c.unit.has_async_main);
    run_free(run);
}

static void test_async_as_identifier(void) {
    ACCEPTS("void f(struct uv_async_s *_Async); int _Async; struct q { int _Async; };", RULES);
    ACCEPTS("typedef struct uv_async_s _Async; _Async *handle; void g(_Async *x);", RULES);
    ACCEPTS("int f(int _Async) { _Async = 1; _Async++; return _Async + s._Async; }", RULES);
    ACCEPTS("int _Await; int g(int _Await) { return _Await + 1; } void _Defer(int);", RULES);
    ACCEPTS("int f(void) { int _Spawn = 3; _Concurrent(3); return _Parallel(_Spawn) + _Race; }",
            RULES);
}

static void test_plain_code_is_left_alone(void) {
    // Whatever may be a local of the same name is taken for one.
    ACCEPTS("_Async int job(int); int f(int (*job)(int)) { return job(3); }", RULES);
    ACCEPTS("_Async int job(int); int f(void) { int (*job)(int) = g; return job(3); }", RULES);
    ACCEPTS("_Async int job(int); int f(struct s *p) { p->job(1); return p->x.job(2); }", RULES);
    ACCEPTS("_Async int job(int); int f(void) { int a, job = 3; return job; }", RULES);
    ACCEPTS("_Async int job(int); int f(void) { goto job; job: return 0; }", RULES);
    ACCEPTS("_Async int job(int); struct job { int job; }; struct job j = { .job = 3 };", RULES);
    ACCEPTS("int old(a, b) int a; char *b; { return a; } int after;", RULES);
    ACCEPTS("asm(\".globl x\"); _Static_assert(1, \"\"); ; #pragma x\n int (f)(int a) { }", RULES);
}

static void test_mistakes_in_plain_code(void) {
    REFUSES("_Async int job(int); int f(void) { return job(3); }", 1,
            "async function `job` called from plain function `f`; only async code can call it, "
            "through await or spawn [L2]");
    REFUSES("int f(void) { return job(3); } _Async int job(int);", 1, "[L2]");
    REFUSES("_Async int job(int); int f(void) { return _Await job(3); }", 1,
            "await outside async code [L1]");
    REFUSES("int f(void) { _Concurrent(s) { x(); } }", 1,
            "concurrent outside an async function [L3]");
    REFUSES("int f(void) { _Spawn(s) x(); }", 1, "spawn outside an async function [L3]");
    REFUSES("int f(void) { x(); _Defer x(); }", 1, "defer outside an async function [L3]");
    REFUSES("_Async int job(int); int x = job(3);", 1, "called outside of any function [L2]");
    REFUSES("int f(void) { _Async int g(void); }", 1, "declared inside a function [L53]");
    REFUSES("struct ops { _Async int read(int); };", 1, "a member cannot be a function [L53]");
    REFUSES("_Async int (*p)(int); int f(void) { return p(3); }", 1, "outside async code [L52]");
    REFUSES("_Async int (*p)(int); int f(void) { return (*p)(3); }", 1, "[L52]");
}

static void test_refused_declarations(void) {
    REFUSES("_Async int x;", 1, "[L4]");
    REFUSES("_Async int x = 3, y;", 1, "[L4]");
    REFUSES("_Async struct s { int x; };", 1, "[L4]");
    REFUSES("_Async int (*p)(int, ...);", 1, "[L6]");
    REFUSES("_Async int f(int), (*p)(int);", 1, "[L50]");
    REFUSES("_Async int (*p)(int), f(int);", 1, "[L50]");
    REFUSES("_Async int (*p)(int), x;", 1, "[L4]");
    REFUSES("typedef _Async int type(int); type f;", 1, "is declared by a typedef [L53]");
    REFUSES("_Async int f(int, ...);", 1, "[L6]");
    REFUSES("_Async int f(a, b) int a, b; { return 0; } int after;", 1, "[L7]");
    REFUSES("_Async int f(int); _Async int f(int, int);", 1, "[L9]");
    REFUSES("_Async int f(int); int f(int);", 1, "[L9]");
    REFUSES("int f(int); _Async int f(int);", 1, "[L9]");
    REFUSES("_Async int f(void) { return 0; } _Async int f(void) { return 1; }", 1,
            "defined twice");
    REFUSES("typedef int v[4]; _Async int f(v x);", 1, "[L8]");
    REFUSES("_Async int f(__builtin_va_list x);", 1, "[L8]");
    REFUSES("_Async int f(int n, int (*x)[n]);", 1, "[L8]");
    ACCEPTS("_Async int f(int n, int x[n], int y[static 3]);", RULES);
}

static void test_unbalanced(void) {
    REFUSES("int f(void) { { }\nint g;", 1, "test.c:1:13: error: this `{` is never closed");
    REFUSES("int f(void) { } }\nint g;", 1, "this `}` closes nothing");
    REFUSES("int f(void;\n", 1, "this `(` is never closed");
    REFUSES("struct s { int a;\n", 1, "this `{` is never closed");
    REFUSES("enum { A, B\n", 1, "this `{` is never closed");
    REFUSES("_Async int f(void) { if (1) {\n", 1, "this `{` is never closed");
}

int main(void) {
    test_typedefs();
    test_async_declarations();
    test_async_as_identifier();
    test_plain_code_is_left_alone();
    test_mistakes_in_plain_code();
    test_refused_declarations();
    test_unbalanced();
    return failures != 0;
}
