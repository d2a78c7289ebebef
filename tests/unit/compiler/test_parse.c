// Trees: all of GNU C is accepted, every node lies inside its parent, names mean what C says they
// mean, and mistakes are reported once, where they are.
#include "support.h"

// ---- the tree covers its tokens ----

static bool is_nested(const struct node *node) {
    uint32_t at = node->first;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *child = node->children[i];
        if (child == NULL) {
            if (node->kind != NODE_FOR) {
                return false;
            }
            continue;
        }
        if (child->first < at || child->end > node->end || !is_nested(child)) {
            return false;
        }
        at = child->end;
    }
    return node->first <= node->end;
}

// Prints a tree by walking tokens and children, as later passes do: every token once, in order.
static bool print_tokens(const struct node *node, uint32_t *next) {
    bool in_order = true;
    for (uint32_t i = 0; i <= node->child_count; i++) {
        const struct node *child = i < node->child_count ? node->children[i] : NULL;
        uint32_t until = i == node->child_count ? node->end : child == NULL ? *next : child->first;
        while (*next < until) {
            ++*next;
        }
        in_order &= *next == until || child == NULL;
        if (child != NULL) {
            in_order &= print_tokens(child, next);
        }
    }
    return in_order && *next == node->end;
}

static void check_trees(struct run *run, const char *text) {
    for (uint32_t i = 0; i < run->c.unit.item_count; i++) {
        const struct item *item = &run->c.unit.items[i];
        uint32_t next = item->first;
        if (!is_nested(item->node) || item->node->first != item->first ||
            item->node->end != item->end || !print_tokens(item->node, &next)) {
            printf("the tree does not cover its tokens: %s\n", text);
            failures++;
        }
    }
}

static const char PRELUDE[] = "typedef int T; typedef struct S { int a; T b[3]; } S;\n"
                              "typedef unsigned long size_t; typedef int F(int), V[4], *P;\n"
                              "enum { CONSTANT = 3 }; struct R { int x; };\n"
                              "_Async int job(int); _Async void done(void);\n";

static struct run *run_body(const char *body, enum passes last) {
    size_t size = sizeof PRELUDE + strlen(body) + 100;
    char *text = malloc(size);
    snprintf(text, size,
             "%s# 1 \"test.c\"\n_Async int f(int n, char *q, T *t, S s) {\n%s\nreturn 0; }\n",
             PRELUDE, body);
    struct run *run = run_text(text, last);
    free(text);
    return run;
}

static void accept_body(const char *body, int line) {
    struct run *run = run_body(body, RULES);
    if (!run->result || run->report[0] != '\0') {
        printf("test_parse.c:%d: refused: %s\n%s", line, body, run->report);
        failures++;
    } else {
        check_trees(run, body);
    }
    run_free(run);
}

static void refuse_body(const char *body, unsigned count, const char *message, int line) {
    struct run *run = run_body(body, RULES);
    if (run->result || error_count(&run->c) != count || strstr(run->report, message) == NULL) {
        printf("test_parse.c:%d: expected %u error(s) with \"%s\": %s\n%s", line, count, message,
               body, run->report);
        failures++;
    }
    run_free(run);
}

#define OK(body) accept_body((body), __LINE__)
#define BAD(body, count, message) refuse_body((body), (count), (message), __LINE__)

// ---- everything C has ----

static void test_expressions(void) {
    OK("n = n + 1 * 2 - 3 / 4 % 5 << 1 >> 2 & 3 | 4 ^ 5;");
    OK("n = n < 1 || n > 2 && n <= 3 == (n >= 4) != 5;");
    OK("n = n ? 1 : n ? 2 : 3; n = n ?: 4; n = (n, 2, 3);");
    OK("n += 1; n -= 1; n *= 1; n /= 1; n %= 1; n <<= 1; n >>= 1; n &= 1; n |= 1; n ^= 1;");
    OK("n = -~!+n; n = *q; t = &n; ++n; --n; n++; n--; *q++ = 0; (*t)--;");
    OK("n = s.a + (&s)->b[1] + t[2] + 2[t];");
    OK("n = sizeof n + sizeof(int) + sizeof (T) + sizeof(T){3} + sizeof (S){{0}}.b[0] + sizeof "
       "s.a;");
    OK("n = _Alignof(T) + __alignof__(n) + sizeof(int[3]) + sizeof(int (*)(int, char *));");
    OK("n = (int)n + (T)n + (int)(n) + (T)(n) - (T)-n + (T)*t;");
    OK("S *p = &(S){.a = 1, .b = {1, 2}}; int *r = (int[]){1, 2, 3}; n = (T){3} + (S){0}.a;");
    OK("n = _Generic(n, int: 1, char *: 2, struct R: 3, default: 4);");
    OK("n = ({ int x = 3; x + 1; }) + ({ ; 1; });");
    OK("n = __builtin_offsetof(S, a) + __builtin_offsetof(struct R, x) + __builtin_offsetof(S, "
       "b[1]);");
    OK("n = __builtin_types_compatible_p(int, T) + __builtin_choose_expr(1, n, 2);");
    OK("__builtin_va_list ap; n = __builtin_va_arg(ap, int); n = __builtin_constant_p(n);");
    OK("q = __func__; q = __FUNCTION__; q = __PRETTY_FUNCTION__; q = \"a\" \"b\" u8\"c\";");
    OK("_Complex double z = 1.0i; n = __real__ z + __imag__ z; z = ~z;");
    OK("n = __extension__ (n) + __extension__ 3; void *v = &&out; goto *v; out: n = 1;");
    OK("n = printf(\"%d\", n) + (printf)(\"x\") + (*printf)(\"y\"); n = undeclared + 1;");
    OK("__int128 big = (unsigned __int128)1 << 100; _Float64 f64 = 1.0f64; long double ld;");
}

static void test_declarations(void) {
    OK("int a, *b, c[3], (*d)(int), (*e[2])(void), *(*g)(int (*)(int)), h(int, ...);");
    OK("int a = 1, b[] = {1, 2}, c[3] = {[0] = 1, [1 ... 2] = 2}, d[] = {[3] 4}, e[3] = {};");
    OK("S a = {.a = 1, .b[1] = 2}, b = {a: 1, b: {2}}; struct R c = {.x = n,};");
    OK("const int a = 1; volatile int b; int *const c = t, *volatile restrict d; register int e;");
    OK("static int a = 3; static const char *const b[] = {\"x\", \"y\"}; extern int g; extern int "
       "h(void);");
    OK("static _Thread_local int a; static __thread int b; _Alignas(16) char c[4]; _Alignas(long) "
       "int d;");
    OK("_Atomic int a; _Atomic(int) b; _Atomic(int *) c; int _Atomic *d;");
    OK("__typeof__(n) a; typeof(int *) b; __typeof(n + 1) c = 2; __auto_type d = n; "
       "typeof(typeof(n)) e;");
    OK("struct { int a : 3, : 2, b; union { int c; float d; }; int e[]; } x;");
    OK("struct N { struct N *next; enum { A, B = 3, C = B + 1, } e; } x = { .e = C }; enum E y; "
       "struct N;");
    OK("struct { int a; _Static_assert(1, \"\"); int b } x; struct empty {} y; union { } z;");
    OK("struct s { int a; } __attribute__((packed)); enum q { K __attribute__((unused)), L };");
    OK("_Static_assert(1, \"a\" \"b\"); _Static_assert(sizeof(int) == 4); static_assert(1);");
    OK("int a __attribute__((unused)), b __attribute__((aligned(8))) = 3; __attribute__((unused)) "
       "int c;");
    OK("[[maybe_unused]] int a; int b [[maybe_unused]]; [[gnu::unused]] static int c;");
    OK("typedef int local, *pointer; local a; pointer b; typedef struct { local x; } U; U u = "
       "{a};");
    OK("T a; T *b; T (c); T (*d); T e[CONSTANT]; const T f1 = 1; T const g = 2; unsigned long int "
       "h; long unsigned i;");
    OK("F *a; P b; V c; int (*d)(T), (*e)(T T), (*g)(int (T)); size_t h = sizeof(T);");
    OK("bool a; alignas(8) int b; int constexpr_ = 1; thread_local static int c;");
    OK("int x, y = x; { int x = x; } for (T i = 0, j = 1; i < j; i++) { }");
    OK("__extension__ int a; __extension__ typedef struct { int x; } e; char b[sizeof(e) * 2 + "
       "CONSTANT];");
    OK("int ar[(int)sizeof(struct R)], br[CONSTANT > 2 ? 1 : 2], cr[__builtin_offsetof(S, b)], "
       "dr['a'];");
    OK("int (*p)[3] = 0, (*(*fp)(void))[2]; void (*signal(int, void (*)(int)))(int);");
}

static void test_statements(void) {
    OK("if (n) ; if (n) { } else ; if (n) n = 1; else if (n > 2) n = 2; else n = 3;");
    OK("while (n) n--; do n++; while (n < 3); do { } while (0); for (;;) break; for (n = 0; n < 3; "
       "n++) continue;");
    OK("switch (n) { case 1: case 2 ... 4: n = 1; break; case CONSTANT + 2: { } default: ; }");
    OK("switch (n) case 1: n = 2;");
    OK("{ { } ; } ; ;");
    OK("again: n++; if (n < 3) goto again; goto out; out: ; { inner: ; } T: n++; goto T;");
    OK("{ __label__ a, b; goto a; a: goto b; b: ; } { __label__ a; goto a; a: ; }");
    OK("void *table[] = { &&a, &&b }; goto *table[n]; a: n = 1; b: n = 2;");
    OK("label: int x = 3; end: { last: }");
    OK("label: __attribute__((unused)); switch (n) { case 1: n++; __attribute__((fallthrough)); "
       "case 2: ; }");
    OK("switch (n) { case 1: n++; [[fallthrough]]; case 2: int declared = 3; n = declared; }");
    OK("asm(\"nop\"); asm volatile (\"a\" \"b\" : : : \"memory\"); asm volatile (\"\" ::: \"cc\", "
       "\"memory\");");
    OK("asm (\"x\" : [out] \"=r\" (n), \"+m\" (*q) : \"r\" (n + 1), [in] \"i\" (3)); __asm__ "
       "__volatile__ (\"\" :: \"r\"(n));");
    OK("asm goto (\"x\" : : \"r\"(n) : \"memory\" : a, b); asm goto (\"\" :::: a); a: b: ;");
    OK("\n#pragma GCC diagnostic push\nn = 1;\n#pragma GCC diagnostic pop\n");
    OK("int (fn)(int), fn2(void); extern int fn3(char *); return n;");
}

static void test_async_statements(void) {
    OK("n = _Await job(1) + 2 * (int)_Await job(2); _Await done(); _Await (job(n)); return _Await "
       "((job(3)));");
    OK("_Concurrent (s2) { _Spawn (s2) done(); } _Parallel (p, .shield = 1, ) { _Spawn (p) n = "
       "job(1); _Spawn (p) t[n] "
       "= (job(2)); }");
    OK("_Concurrent (a) { _Concurrent (b) { _Spawn (a) job(1); _Spawn (b) done(); } }");
    OK("struct tarry_scope *p; _Spawn (*p) job(1);");
    OK("_Defer n++; _Defer { _Await done(); } _Defer (void)n; _Defer if (n) n = 2; else n = 3;");
    OK("n = sizeof(_Await job(1)); __typeof__(_Await job(1)) x; int a[_Await job(3)];");
    OK("if (_Await job(1)) while (_Await job(2)) do { } while (_Await job(3)); for (int i = _Await "
       "job(1); _Await job(2); _Await job(3)) ;");
    OK("n = _Await job(1) ? _Await job(2) : _Await job(3), _Await job(4) && _Await job(5);");
    OK("S x = { .a = _Await job(1), .b = { _Await job(2) } }; t[_Await job(1)] = _Await job(2); n "
       "= ({ _Await job(1); });");
    OK("int _Defer = 1, _Await = 2; _Defer = _Await + 1; _Defer++; n = _Await;");
    OK("_Concurrent (s2) { _Spawn (s2) done(); for (;;) { if (n) break; goto out; } return 3; } "
       "out: ;");
    OK("_Defer { for (;;) { break; } switch (n) { case 1: break; } goto inside; inside: ; }");
}

static void test_shadowing(void) {
    OK("T T = 3; T = T + 1; n = sizeof(T) + (T)(n) * T; T++;");
    OK("{ int T; T * n; } T * x = 0; { typedef char n; n c = 'a'; (void)c; } n = 2;");
    OK("struct T { int T; } T1 = {.T = 1}; n = T1.T; T: n = (&T1)->T; goto T;");
    OK("{ enum { T = 3 }; n = T; } for (int T = 0; T < 3; T++) { } T after;");
    OK("int job = 3; n = job + 1;");
    OK("int (*job)(int) = 0; n = job(3);");
    OK("{ int f(T, T T); int T; } (T)n; n = ({ int T = 1; T; }) + (T)1;");
}

// ---- symbols ----

static const struct symbol *find_symbol(const struct node *node, const char *name) {
    if (node == NULL) {
        return NULL;
    }
    if (node->kind != NODE_IDENTIFIER && node->symbol != NULL &&
        strcmp(node->symbol->name, name) == 0) {
        return node->symbol;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct symbol *found = find_symbol(node->children[i], name);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static const struct node *function_node(const struct run *run) {
    return run->c.unit.items[run->c.unit.item_count - 1].node;
}

static void test_shapes(void) {
    struct run *run = run_body(
        "int a, *b, c[3], d[CONSTANT], e[n], f1[] = {1}, (*g)[n], h(int), (*i)[3];"
        "S j; struct R *k; V l; P m; F *o; __typeof__(n) p; __typeof__(n + 1) p2; T u[2][3];"
        "const int v = 1; const char *w; char *const x = 0; const V y = {0}; volatile T z;"
        "static int aa; int bb __attribute__((cleanup(done_with))); int cc[sizeof(int) * 2];"
        "typedef int vla_type[n]; vla_type dd; __auto_type ee = 3; void (*ff)(int [n]);",
        PARSE);
    CHECK(run->report[0] == '\0');
    const struct node *function = function_node(run);
    static const struct {
        const char *name;
        enum shape shape;
    } EXPECTED[] = {
        {"a", SHAPE_SCALAR},    {"b", SHAPE_SCALAR},    {"c", SHAPE_ARRAY},
        {"d", SHAPE_ARRAY},     {"e", SHAPE_VLA},       {"f1", SHAPE_ARRAY_UNKNOWN},
        {"g", SHAPE_VLA},       {"h", SHAPE_FUNCTION},  {"i", SHAPE_SCALAR},
        {"j", SHAPE_AGGREGATE}, {"k", SHAPE_SCALAR},    {"l", SHAPE_ARRAY},
        {"m", SHAPE_SCALAR},    {"o", SHAPE_SCALAR},    {"p", SHAPE_SCALAR},
        {"p2", SHAPE_UNKNOWN},  {"u", SHAPE_ARRAY},     {"cc", SHAPE_ARRAY},
        {"dd", SHAPE_VLA},      {"ee", SHAPE_UNKNOWN},  {"ff", SHAPE_SCALAR},
        {"q", SHAPE_SCALAR},    {"s", SHAPE_AGGREGATE},
    };
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        const struct symbol *symbol = find_symbol(function, EXPECTED[i].name);
        if (symbol == NULL || symbol->shape != EXPECTED[i].shape) {
            printf("shape of %s\n", EXPECTED[i].name);
            failures++;
        }
    }
    CHECK(find_symbol(function, "v")->is_const && !find_symbol(function, "w")->is_const);
    CHECK(find_symbol(function, "x")->is_const && find_symbol(function, "y")->is_const);
    CHECK(find_symbol(function, "z")->is_volatile);
    CHECK(find_symbol(function, "aa")->storage == STORAGE_STATIC);
    CHECK(find_symbol(function, "bb")->has_cleanup);
    CHECK(token_is_spelled(&run->c, find_symbol(function, "bb")->cleanup_token, "done_with"));
    CHECK(find_symbol(function, "u")->dimensions == 2);
    CHECK(find_symbol(function, "h")->kind == SYMBOL_FUNCTION);
    CHECK(find_symbol(function, "n")->is_parameter);
    run_free(run);
}

static void test_addresses(void) {
    struct run *run =
        run_body("int a, b, c[3], d[3], e[2][2], g[2][2]; S h, i, j, k; int l, m, o[2], *x1; P y1;"
                 "t = &a; b = b + 1; n = c[1]; q = d; n = e[1][0]; t = g[1];"
                 "t = h.b; i.a = 3; n = i.a * 2; k = j; x1 = &x1[2]; y1 = &y1[2];"
                 "_Concurrent (sc) { _Spawn (sc) l = job(1); _Spawn (sc) o[1] = job(m); }",
                 PARSE);
    CHECK(run->report[0] == '\0');
    const struct node *function = function_node(run);
    static const char *const TAKEN[] = {"a", "d", "g", "h", "l", "o", "y1"};
    static const char *const NOT_TAKEN[] = {"b", "c", "e", "i", "j", "k", "m", "x1"};
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++) {
        if (!find_symbol(function, TAKEN[i])->address_taken) {
            printf("address of %s\n", TAKEN[i]);
            failures++;
        }
    }
    for (size_t i = 0; i < sizeof NOT_TAKEN / sizeof *NOT_TAKEN; i++) {
        if (find_symbol(function, NOT_TAKEN[i])->address_taken) {
            printf("no address of %s\n", NOT_TAKEN[i]);
            failures++;
        }
    }
    run_free(run);
}

static bool awaits(const char *body) {
    struct run *run = run_body(body, PARSE);
    bool result = function_node(run)->children[2]->has_await;
    run_free(run);
    return result;
}

static void test_has_await(void) {
    CHECK(awaits("_Await job(1);") && awaits("n = ({ _Await job(1); });"));
    CHECK(awaits("_Concurrent (s2) { }") && awaits("int a[_Await job(1)];"));
    CHECK(awaits("_Defer _Await done();") && awaits("n = n && _Await job(1);"));
    CHECK(!awaits("n = 1;") && !awaits("n = sizeof(_Await job(1));"));
    CHECK(!awaits("__typeof__(_Await job(1)) x;"));
    CHECK(!awaits("n = _Generic(_Await job(1), default: 3);"));
    CHECK(awaits("n = _Generic(1, default: _Await job(1));"));
}

static void test_heads(void) {
    struct run *run = run_text("_Async int a(int, int); _Async int a(int x, int y);\n"
                               "_Async int a(int, int z); _Async int b(void) { return 0; }\n"
                               "_Async int b(void);\n",
                               RULES);
    CHECK(run->report[0] == '\0');
    const struct async_function *a = run->c.unit.functions, *b = a->next;
    CHECK(a->parameters->child_count == 2);
    CHECK(a->parameters->children[0]->symbol != NULL);
    CHECK(strcmp(a->parameters->children[1]->symbol->name, "y") == 0);
    CHECK(b->declaration->kind == NODE_FUNCTION && b->parameters->child_count == 0);
    run_free(run);
}

// ---- mistakes ----

static void test_syntax_errors(void) {
    BAD("n = 3 +;", 1, "test.c:2:8: error: expected an expression, found `;`");
    BAD("n = 3", 1, "expected `;` after the expression, found `return`");
    BAD("n = 3 + ; n = 4; n = * ; { n = / 2; } n = 2;", 3, "expected an expression");
    BAD("foo_t x; n = 2;", 1, "unknown type name `foo_t`");
    BAD("foo_t *x; foo_t *y = 3;", 2, "unknown type name `foo_t`");
    BAD("for (foo_t i = 0; i < 3; i++) { n = 3; }", 1, "unknown type name `foo_t`");
    BAD("if (n { n = 1; } n = 2;", 1, "expected `)` after the condition");
    BAD("for (int i = 0; i < 3 i++) { n = 3 }", 2, "expected `;` after the condition of for");
    BAD("else n = 1;", 1, "else without if");
    BAD("n = (3; n = 2;", 1, "expected `)` after the expression");
    BAD("goto nowhere;", 1, "there is no label `nowhere` in this function [L19]");
    BAD("a: ; a: ;", 1, "label `a` stands twice in this function [L19]");
    BAD("{ __label__ a; goto a; }", 1, "there is no label `a`");
    BAD("int g(int x) { return x; }", 1,
        "nested functions are not supported in async functions [L26]");
    BAD("void (^block)(void) = ^{ };", 1, "blocks are not supported");
    BAD("if (n) int x;", 1, "a declaration cannot stand here");
    BAD("int int_ x;", 1, "expected `;` after the declaration");
    BAD("n + 1 = 2;", 1, "cannot be assigned to");
    BAD("n = @;", 1, "expected an expression, found `@`");
    BAD("_Race { }", 1, "a race without a `when` would never end [L33]");
    BAD("_Race _Fair { n = 1; }", 1, "a race holds only arms: `when (...) statement` [L33]");
    BAD("_When (1) { }", 2, "when outside of a race [L35]");
    BAD("_Concurrent (s2) n = 1;", 1, "concurrent needs a block");
}

static void test_error_limit(void) {
    struct buffer body = {0};
    for (int i = 0; i < 50; i++) {
        buffer_print(&body, "n = ;\n");
    }
    struct run *run = run_body(body.data, RULES);
    CHECK(!run->result);
    CHECK(strstr(run->report, "too many errors") != NULL);
    CHECK(strstr(run->report, "test.c:21:5: error") != NULL);
    CHECK(strstr(run->report, "test.c:22:5: error") == NULL);
    run_free(run);
    buffer_destroy(&body);
}

static void test_rules(void) {
    BAD("n = _Await 3;", 1, "[L11]");
    BAD("_Await job(1).x;", 1, "hint: write `(await job(...))`");
    BAD("_Await job;", 1, "hint: write `await job(...)`");
    BAD("_Await puts(q);", 1, "`puts` is not an async function [L12]");
    BAD("job(1);", 1, "neither awaited nor spawned [L13]");
    BAD("n = sizeof(job(1));", 1, "[L13]");
    BAD("int (*p)(int) = job; (void)p;", 1, "given to a pointer to plain functions [L5]");
    BAD("int (*p)(int); p = &job;", 1, "[L5]");
    BAD("_Async int (*p)(int) = job; p(1);", 1, "neither awaited nor spawned [L13]");
    BAD("int plain(int); _Async int (*p)(int) = plain; (void)p;", 1, "[L51]");
    BAD("_Async int p(int);", 1, "declared inside a function [L53]");
    BAD("_Async int p;", 1, "[L4]");
    BAD("_Async int (*p)(int, ...);", 1, "[L6]");
    BAD("_Await job();", 1, "takes 1 argument, but is called with 0 [L14]");
    BAD("_Await done(1);", 1, "takes 0 arguments, but is called with 1 [L14]");
    BAD("_Concurrent (s2) { _Spawn (s2) n; }", 1, "[L15]");
    BAD("_Concurrent (s2) { _Spawn (s2) puts(q); }", 1, "[L15]");
    BAD("_Concurrent (s2) { _Spawn (s2) _Await job(1); }", 1, "[L15]");
    BAD("_Concurrent (s2) { _Spawn (s2) n += job(1); }", 1, "[L15]");
    BAD("_Concurrent (s2) { } _Spawn (s2) job(1);", 1, "outside the block of scope `s2` [L16]");
    BAD("_Spawn (nothing) job(1);", 1, "there is no scope `nothing` here [L16]");
    BAD("static int x = _Await job(1);", 1, "[L17]");
    BAD("asm(\"\" : : \"r\"(_Await job(1)));", 1, "[L17]");
    BAD("switch (n) { case _Await job(1): ; }", 1, "[L17]");
    BAD("struct { int a : _Await job(1); } x;", 1, "[L17]");
    BAD("_Static_assert(_Await job(1), \"\");", 1, "[L17]");
    BAD("int x __attribute__((aligned(_Await job(1))));", 1, "[L17]");
    BAD("break;", 1, "break outside a loop or switch [L18]");
    BAD("switch (n) { default: continue; }", 1, "continue outside a loop [L18]");
    BAD("case 3: ;", 1, "case outside a switch [L18]");
    BAD("for (;;) { _Defer break; }", 1, "break out of a deferred statement [L20]");
    BAD("_Defer { return 1; }", 1, "[L20]");
    BAD("_Defer { goto out; } out: ;", 1, "[L20]");
    BAD("goto in; _Concurrent (s2) { in: ; }", 1, "into the block of a scope [L21]");
    BAD("goto out; _Defer n++; out: ;", 1, "past a defer [L21]");
    BAD("switch (n) { case 1: _Defer n++; break; case 2: ; }", 1,
        "the switch jumps past a defer [L21]");
    BAD("goto in; n = ({ in: 1; });", 1, "into a statement expression [L21]");
    OK("back: { _Defer n++; if (n) goto back; } if (n) goto after; { _Defer n++; } after: ;");
    BAD("void *l = &&a; _Concurrent (s2) { goto *l; } a: ;", 1, "[L21]");
    BAD("if (setjmp(q)) n = 1;", 1, "[L22]");
    BAD("q = __builtin_alloca(3); _Await job(1);", 1, "`alloca`");
    OK("q = __builtin_alloca(3);");
    BAD("int a[n]; _Await job(1);", 1, "[L24]");
    BAD("int a[n], b = _Await job(1);", 1, "[L24]");
    BAD("int (*a)[n]; for (;;) { _Concurrent (s2) { } }", 1, "[L24]");
    OK("_Await job(1); { int a[n]; a[0] = 1; } _Await job(1);");
    BAD("if (n) _Defer n++;", 1, "[L29]");
    REFUSES("_Async int f(void) { _Await g(); return 0; } _Async void g(void) { }", 1, "[L28]");
    REFUSES("_Async void main(void) { }", 1, "the result of async main must be int [L10]");
    REFUSES("_Async int main(int argc) { return 0; }", 1, "[L10]");
    REFUSES("_Async int main(char **argv, int argc) { return 0; }", 1, "[L10]");
    ACCEPTS("_Async int main(int argc, char *argv[]) { return 0; }", RULES);
    ACCEPTS("_Async int main(const int argc, const char *const *argv) { return 0; }", RULES);
}

// ---- limits ----

static void refuse_nesting(const char *open, const char *middle, const char *close) {
    struct buffer body = {0};
    for (int i = 0; i < 5000; i++) {
        buffer_print(&body, "%s", open);
    }
    buffer_print(&body, "%s", middle);
    for (int i = 0; i < 5000; i++) {
        buffer_print(&body, "%s", close);
    }
    struct run *run = run_body(body.data, RULES);
    if (run->result || error_count(&run->c) != 1 || strstr(run->report, "[L27]") == NULL) {
        printf("nested %s: %s", open, run->report);
        failures++;
    }
    run_free(run);
    buffer_destroy(&body);
}

static void test_nesting(void) {
    refuse_nesting("{", "", "}");
    refuse_nesting("(", "n", ")");
    refuse_nesting("if (n) ", ";", "");
    refuse_nesting("n + ", "n", ";");
    refuse_nesting("if (n) ; else ", ";", "");
    refuse_nesting("typeof(", "int) x", ")");
}

int main(void) {
    test_expressions();
    test_declarations();
    test_statements();
    test_async_statements();
    test_shadowing();
    test_shapes();
    test_addresses();
    test_has_await();
    test_heads();
    test_syntax_errors();
    test_error_limit();
    test_rules();
    test_nesting();
    return failures != 0;
}
