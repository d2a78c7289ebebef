// Tokens: their kinds and extents, line markers, and what only hand-made input has.
#include "support.h"

static void expect_kinds(const char *text, const int *kinds, unsigned count, int line) {
    struct run *run = run_text(text, LEX);
    bool same = run->result && run->c.tokens.count == count;
    for (unsigned i = 0; same && i < count; i++) {
        same = run->c.tokens.tokens[i].kind == kinds[i];
    }
    if (!same || run->c.tokens.tokens[run->c.tokens.count].kind != TOKEN_END) {
        printf("test_lexer.c:%d: other tokens: %s\n%s", line, text, run->report);
        for (unsigned i = 0; i < run->c.tokens.count; i++) {
            printf(" %d", run->c.tokens.tokens[i].kind);
        }
        printf("\n");
        failures++;
    }
    run_free(run);
}

#define KINDS(text, ...)                                                                           \
    expect_kinds((text), (const int[]){__VA_ARGS__},                                               \
                 sizeof((const int[]){__VA_ARGS__}) / sizeof(int), __LINE__)

static void test_punctuators(void) {
    KINDS("a+++++b", TOKEN_IDENTIFIER, TOKEN_INCREMENT, TOKEN_INCREMENT, '+', TOKEN_IDENTIFIER);
    KINDS("<<= << <= <", TOKEN_SHIFT_LEFT_ASSIGN, TOKEN_SHIFT_LEFT, TOKEN_LESS_EQUAL, '<');
    KINDS("... .. .5 a.b", TOKEN_ELLIPSIS, '.', '.', TOKEN_NUMBER, TOKEN_IDENTIFIER, '.',
          TOKEN_IDENTIFIER);
    KINDS("->-- -=- ::", TOKEN_ARROW, TOKEN_DECREMENT, TOKEN_SUBTRACT_ASSIGN, '-',
          TOKEN_COLON_COLON);
    KINDS("<: :> <% %>", '[', ']', '{', '}');
    KINDS("@ ` \\", '@', '`', '\\');
    KINDS("a&&b||c^=d", TOKEN_IDENTIFIER, TOKEN_AND_AND, TOKEN_IDENTIFIER, TOKEN_OR_OR,
          TOKEN_IDENTIFIER, TOKEN_XOR_ASSIGN, TOKEN_IDENTIFIER);
}

static void test_numbers(void) {
    KINDS("0x1p-3f 1e+5 1.5L 0b11 1'000 08", TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER, TOKEN_NUMBER,
          TOKEN_NUMBER, TOKEN_NUMBER);
    KINDS("1-2 x1", TOKEN_NUMBER, '-', TOKEN_NUMBER, TOKEN_IDENTIFIER);
}

static void test_literals(void) {
    KINDS("\"a\\\"b\" L\"w\" u8\"x\" u\"y\" U\"z\"", TOKEN_STRING, TOKEN_STRING, TOKEN_STRING,
          TOKEN_STRING, TOKEN_STRING);
    KINDS("'a' '\\'' L'\\\\' '\"'", TOKEN_CHARACTER, TOKEN_CHARACTER, TOKEN_CHARACTER,
          TOKEN_CHARACTER);
    KINDS("R\"(a\"b)\" R\"x()\")x\" ;", TOKEN_STRING, TOKEN_STRING, ';');
    KINDS("R\"(two\nlines)\" uR\"(x)\"", TOKEN_STRING, TOKEN_STRING);
    KINDS("LL\"x\"", TOKEN_IDENTIFIER, TOKEN_STRING);
}

static void test_keywords(void) {
    KINDS("__const __inline__ __asm typeof __signed__ _Float128 __func__ bool", TOKEN_CONST,
          TOKEN_INLINE, TOKEN_ASM, TOKEN_TYPEOF, TOKEN_BUILTIN_TYPE, TOKEN_BUILTIN_TYPE,
          TOKEN_FUNCTION_NAME, TOKEN_IDENTIFIER);
    KINDS("_Async _Await async await", TOKEN_ASYNC, TOKEN_AWAIT, TOKEN_IDENTIFIER,
          TOKEN_IDENTIFIER);
    KINDS("$a _b \xc3\xa4 \\u00e4x a\\u00e4", TOKEN_IDENTIFIER, TOKEN_IDENTIFIER, TOKEN_IDENTIFIER,
          TOKEN_IDENTIFIER, TOKEN_IDENTIFIER);
}

static void test_space(void) {
    KINDS("a/*x*/b//c\nd /* * / */ e", TOKEN_IDENTIFIER, TOKEN_IDENTIFIER, TOKEN_IDENTIFIER,
          TOKEN_IDENTIFIER);
    KINDS("a\\\nb\r\n\tc\f\v", TOKEN_IDENTIFIER, TOKEN_IDENTIFIER, TOKEN_IDENTIFIER);
}

static void test_directives(void) {
    KINDS("#pragma omp x\nint\n  #pragma y\r\n#ident \"v\"\n#define A 1\n;", TOKEN_PRAGMA,
          TOKEN_BUILTIN_TYPE, TOKEN_PRAGMA, TOKEN_PRAGMA, TOKEN_PRAGMA, ';');
    KINDS("# 1 \"a.c\"\n#line 3\nx # y", TOKEN_IDENTIFIER, '#', TOKEN_IDENTIFIER);
    KINDS("_Pragma(\"omp\") x _Pragma", TOKEN_PRAGMA, TOKEN_IDENTIFIER, TOKEN_IDENTIFIER);
    KINDS("#pragma last", TOKEN_PRAGMA);
}

static void expect_place(const struct run *run, unsigned token, const char *file, unsigned line,
                         unsigned column, unsigned flags) {
    struct location at = source_locate(run->c.source, run->c.tokens.tokens[token].offset);
    CHECK(strcmp(at.file, file) == 0);
    CHECK(at.line == line);
    CHECK(at.column == column);
    CHECK(at.flags == flags);
}

static void test_line_markers(void) {
    struct run *run = run_text("a\n"
                               "# 10 \"dir/b.h\" 1 3 4\n"
                               "b\n"
                               "\n"
                               "  c\n"
                               "# 3 \"q\\\"\\\\.c\" 2\r\n"
                               "d\n"
                               "#line 70\n"
                               "e",
                               LEX);
    if (CHECK(run->result) && CHECK(run->c.tokens.count == 5)) {
        expect_place(run, 0, "test.c", 1, 1, 0);
        expect_place(run, 1, "dir/b.h", 10, 1, SOURCE_SYSTEM_HEADER | SOURCE_EXTERN_C);
        expect_place(run, 2, "dir/b.h", 12, 3, SOURCE_SYSTEM_HEADER | SOURCE_EXTERN_C);
        expect_place(run, 3, "q\"\\.c", 3, 1, 0);
        expect_place(run, 4, "q\"\\.c", 70, 1, 0);
        CHECK(run->c.tokens.tokens[1].at_line_start);
    }
    run_free(run);
}

static void test_names_are_interned(void) {
    struct run *run = run_text("abc x abc while", LEX);
    const struct token *tokens = run->c.tokens.tokens;
    CHECK(tokens[0].name == tokens[2].name);
    CHECK(tokens[0].name != tokens[1].name);
    CHECK(tokens[0].name == arena_intern(run->c.arena, "abc", 3));
    CHECK(strcmp(tokens[3].name, "while") == 0);
    run_free(run);
}

static void test_nul_and_size(void) {
    struct run *run = run_bytes("a\0b\0", 4, LEX);
    CHECK(run->result && run->c.tokens.count == 2);
    run_free(run);
    run = run_bytes("", 0, RULES);
    CHECK(run->result && run->c.tokens.count == 0);
    run_free(run);
}

static void test_long_line(void) {
    size_t length = 10 << 20;
    char *text = malloc(length);
    for (size_t i = 0; i < length; i++) {
        text[i] = "x+"[i & 1];
    }
    struct run *run = run_bytes(text, length, LEX);
    CHECK(run->result && run->c.tokens.count == length);
    CHECK(source_locate(run->c.source, (uint32_t)length - 1).column == length);
    run_free(run);
    free(text);
}

static void test_unterminated(void) {
    REFUSES("int a;\nchar *s = \"abc;\nint b;", 1, "test.c:2:11: error: missing terminating '\"'");
    REFUSES("char c = 'ab;\n", 1, "missing terminating '");
    REFUSES("int a; /* abc", 1, "comment without its end");
    REFUSES("char *s = R\"x(abc)\";", 1, "raw string without its end");
}

int main(void) {
    test_punctuators();
    test_numbers();
    test_literals();
    test_keywords();
    test_space();
    test_directives();
    test_line_markers();
    test_names_are_interned();
    test_nul_and_size();
    test_long_line();
    test_unterminated();
    return failures != 0;
}
