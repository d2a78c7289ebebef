// Preprocessed text to tokens, in one pass. Line markers become entries of the source's line table.
//
// The lexer accepts whatever stands in text that no async function contains: a stray character is a
// token of its own kind and an error only to a parser that meets it. What it does refuse - a
// string, character or comment without its end - would make everything behind it mean something
// else.
#include "compiler/annotations.h"
#include "compiler/compiler.h"
#include "compiler/name.h"
#include "compiler/source.h"
#include "compiler/warnings.h"

#include <stdlib.h>
#include <string.h>

struct spelling {
    const char *text;
    uint16_t kind;
};

static const struct spelling KEYWORDS[] = {
    {"auto", TOKEN_AUTO},
    {"break", TOKEN_BREAK},
    {"case", TOKEN_CASE},
    {"const", TOKEN_CONST},
    {"__const", TOKEN_CONST},
    {"__const__", TOKEN_CONST},
    {"continue", TOKEN_CONTINUE},
    {"default", TOKEN_DEFAULT},
    {"do", TOKEN_DO},
    {"else", TOKEN_ELSE},
    {"enum", TOKEN_ENUM},
    {"extern", TOKEN_EXTERN},
    {"for", TOKEN_FOR},
    {"goto", TOKEN_GOTO},
    {"if", TOKEN_IF},
    {"inline", TOKEN_INLINE},
    {"__inline", TOKEN_INLINE},
    {"__inline__", TOKEN_INLINE},
    {"register", TOKEN_REGISTER},
    {"restrict", TOKEN_RESTRICT},
    {"__restrict", TOKEN_RESTRICT},
    {"__restrict__", TOKEN_RESTRICT},
    {"return", TOKEN_RETURN},
    {"sizeof", TOKEN_SIZEOF},
    {"static", TOKEN_STATIC},
    {"struct", TOKEN_STRUCT},
    {"switch", TOKEN_SWITCH},
    {"typedef", TOKEN_TYPEDEF},
    {"union", TOKEN_UNION},
    {"volatile", TOKEN_VOLATILE},
    {"__volatile", TOKEN_VOLATILE},
    {"__volatile__", TOKEN_VOLATILE},
    {"while", TOKEN_WHILE},
    {"_Alignas", TOKEN_ALIGNAS},
    {"_Alignof", TOKEN_ALIGNOF},
    {"__alignof", TOKEN_ALIGNOF},
    {"__alignof__", TOKEN_ALIGNOF},
    {"_Atomic", TOKEN_ATOMIC},
    {"_Generic", TOKEN_GENERIC},
    {"_Noreturn", TOKEN_NORETURN},
    {"_Static_assert", TOKEN_STATIC_ASSERT},
    {"_Thread_local", TOKEN_THREAD_LOCAL},
    {"__thread", TOKEN_THREAD_LOCAL},
    {"asm", TOKEN_ASM},
    {"__asm", TOKEN_ASM},
    {"__asm__", TOKEN_ASM},
    {"__attribute", TOKEN_ATTRIBUTE},
    {"__attribute__", TOKEN_ATTRIBUTE},
    {"__extension__", TOKEN_EXTENSION},
    {"typeof", TOKEN_TYPEOF},
    {"__typeof", TOKEN_TYPEOF},
    {"__typeof__", TOKEN_TYPEOF},
    {"__typeof_unqual", TOKEN_TYPEOF},
    {"__typeof_unqual__", TOKEN_TYPEOF},
    {"__auto_type", TOKEN_AUTO_TYPE},
    {"__label__", TOKEN_LABEL},
    {"__real", TOKEN_REAL},
    {"__real__", TOKEN_REAL},
    {"__imag", TOKEN_IMAG},
    {"__imag__", TOKEN_IMAG},

    {"void", TOKEN_BUILTIN_TYPE},
    {"char", TOKEN_BUILTIN_TYPE},
    {"short", TOKEN_BUILTIN_TYPE},
    {"int", TOKEN_BUILTIN_TYPE},
    {"long", TOKEN_BUILTIN_TYPE},
    {"float", TOKEN_BUILTIN_TYPE},
    {"double", TOKEN_BUILTIN_TYPE},
    {"signed", TOKEN_BUILTIN_TYPE},
    {"__signed", TOKEN_BUILTIN_TYPE},
    {"__signed__", TOKEN_BUILTIN_TYPE},
    {"unsigned", TOKEN_BUILTIN_TYPE},
    {"_Bool", TOKEN_BUILTIN_TYPE},
    {"_Complex", TOKEN_BUILTIN_TYPE},
    {"__complex", TOKEN_BUILTIN_TYPE},
    {"__complex__", TOKEN_BUILTIN_TYPE},
    {"_Imaginary", TOKEN_BUILTIN_TYPE},
    {"__int128", TOKEN_BUILTIN_TYPE},
    {"__int128_t", TOKEN_BUILTIN_TYPE},
    {"__uint128_t", TOKEN_BUILTIN_TYPE},
    {"_Float16", TOKEN_BUILTIN_TYPE},
    {"_Float32", TOKEN_BUILTIN_TYPE},
    {"_Float64", TOKEN_BUILTIN_TYPE},
    {"_Float128", TOKEN_BUILTIN_TYPE},
    {"_Float32x", TOKEN_BUILTIN_TYPE},
    {"_Float64x", TOKEN_BUILTIN_TYPE},
    {"_Float128x", TOKEN_BUILTIN_TYPE},
    {"__float128", TOKEN_BUILTIN_TYPE},
    {"__float80", TOKEN_BUILTIN_TYPE},
    {"__ibm128", TOKEN_BUILTIN_TYPE},
    {"_Decimal32", TOKEN_BUILTIN_TYPE},
    {"_Decimal64", TOKEN_BUILTIN_TYPE},
    {"_Decimal128", TOKEN_BUILTIN_TYPE},
    {"__fp16", TOKEN_BUILTIN_TYPE},
    {"__bf16", TOKEN_BUILTIN_TYPE},
    {"_BitInt", TOKEN_BUILTIN_TYPE},
    {"__builtin_va_list", TOKEN_BUILTIN_TYPE},
    {"__builtin_ms_va_list", TOKEN_BUILTIN_TYPE},
    {"__builtin_sysv_va_list", TOKEN_BUILTIN_TYPE},

    {"__builtin_va_arg", TOKEN_BUILTIN_CALL},
    {"__builtin_offsetof", TOKEN_BUILTIN_CALL},
    {"__builtin_types_compatible_p", TOKEN_BUILTIN_CALL},
    {"__builtin_choose_expr", TOKEN_BUILTIN_CALL},
    {"__builtin_constant_p", TOKEN_BUILTIN_CALL},
    {"__builtin_convertvector", TOKEN_BUILTIN_CALL},
    {"__builtin_has_attribute", TOKEN_BUILTIN_CALL},
    {"__builtin_bit_cast", TOKEN_BUILTIN_CALL},

    {"__func__", TOKEN_FUNCTION_NAME},
    {"__FUNCTION__", TOKEN_FUNCTION_NAME},
    {"__PRETTY_FUNCTION__", TOKEN_FUNCTION_NAME},

    {"_Async", TOKEN_ASYNC},
    {"_Await", TOKEN_AWAIT},
    {"_Concurrent", TOKEN_CONCURRENT},
    {"_Parallel", TOKEN_PARALLEL},
    {"_Spawn", TOKEN_SPAWN},
    {"_Within", TOKEN_WITHIN},
    {"_Race", TOKEN_RACE},
    {"_When", TOKEN_WHEN},
    {"_Blocking", TOKEN_BLOCKING},
    {"_Defer", TOKEN_DEFER},
};

// C23 made keywords of names that older programs are free to use. Which standard is meant no token
// says.
static const struct spelling NEW_KEYWORDS[] = {
    {"alignas", TOKEN_ALIGNAS},
    {"alignof", TOKEN_ALIGNOF},
    {"bool", TOKEN_BUILTIN_TYPE},
    {"constexpr", TOKEN_CONSTEXPR},
    {"static_assert", TOKEN_STATIC_ASSERT},
    {"thread_local", TOKEN_THREAD_LOCAL},
    {"typeof_unqual", TOKEN_TYPEOF},
};

enum character_class {
    CLASS_OTHER,
    CLASS_SPACE, // anything that separates tokens but a newline
    CLASS_NEWLINE,
    CLASS_LETTER, // begins an identifier
    CLASS_DIGIT,
    CLASS_QUOTE,
    CLASS_BACKSLASH,
};

struct lexer {
    struct compilation *c;
    const char *text, *at, *end;
    bool at_line_start;
    bool failed;
    uint32_t capacity;
    unsigned char classes[256];
    uint32_t annotation; // the word of one that may be under way
};

static void set_up(struct lexer *lexer) {
    struct arena *arena = lexer->c->arena;
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof *KEYWORDS; i++) {
        const char *text = KEYWORDS[i].text;
        name_of(arena_intern(arena, text, strlen(text)))->keyword = KEYWORDS[i].kind;
    }
    for (size_t i = 0; i < sizeof NEW_KEYWORDS / sizeof *NEW_KEYWORDS; i++) {
        const char *text = NEW_KEYWORDS[i].text;
        name_of(arena_intern(arena, text, strlen(text)))->new_keyword = NEW_KEYWORDS[i].kind;
    }
    for (int i = 0; i < 256; i++) {
        bool letter = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z') || i == '_' || i == '$';
        lexer->classes[i] = letter || i >= 0x80     ? CLASS_LETTER
                            : i >= '0' && i <= '9'  ? CLASS_DIGIT
                            : i == '\n'             ? CLASS_NEWLINE
                            : i == '"' || i == '\'' ? CLASS_QUOTE
                            : i == '\\'             ? CLASS_BACKSLASH
                            : i <= ' ' && i != 0x1b ? CLASS_SPACE
                                                    : CLASS_OTHER;
    }
}

static enum character_class class_at(const struct lexer *lexer, const char *at) {
    return at < lexer->end ? lexer->classes[(unsigned char)*at] : CLASS_NEWLINE;
}

static char character(const struct lexer *lexer, size_t ahead) {
    return ahead < (size_t)(lexer->end - lexer->at) ? lexer->at[ahead] : '\0';
}

static struct token *add_token(struct lexer *lexer, int kind, const char *start) {
    struct token_list *list = &lexer->c->tokens;
    if (list->count + 2 >= lexer->capacity) {
        uint32_t capacity = lexer->capacity + lexer->capacity / 2;
        struct token *bigger = arena_allocate(lexer->c->arena, (size_t)capacity * sizeof *bigger);
        memcpy(bigger, list->tokens, list->count * sizeof *bigger);
        list->tokens = bigger;
        lexer->capacity = capacity;
    }
    struct token *token = &list->tokens[list->count++];
    token->kind = (uint16_t)kind;
    token->at_line_start = lexer->at_line_start;
    token->offset = (uint32_t)(start - lexer->text);
    token->length = (uint32_t)(lexer->at - start);
    lexer->at_line_start = false;
    return token;
}

static void fail(struct lexer *lexer, const char *message) {
    error_at(lexer->c, lexer->c->tokens.count - 1, NULL, "%s", message);
    lexer->failed = true;
}

// Where a backslash joins two lines: its length, else 0.
static size_t splice_length(const struct lexer *lexer, const char *at) {
    if (at + 1 < lexer->end && at[0] == '\\') {
        if (at[1] == '\n') {
            return 2;
        }
        if (at[1] == '\r' && at + 2 < lexer->end && at[2] == '\n') {
            return 3;
        }
    }
    return 0;
}

// ---- directives ----

static const char *skip_blanks(const struct lexer *lexer, const char *at) {
    while (at < lexer->end && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

static const char *read_number(const struct lexer *lexer, const char *at, uint32_t *out_number) {
    uint32_t number = 0;
    for (; at < lexer->end && *at >= '0' && *at <= '9'; at++) {
        number = number * 10 + (uint32_t)(*at - '0');
    }
    *out_number = number;
    return at;
}

// The quoted file name of a line marker, its escapes undone.
static const char *read_file_name(struct lexer *lexer, const char *at, const char **out_name) {
    struct buffer name = {0};
    for (at++; at < lexer->end && *at != '"' && *at != '\n'; at++) {
        if (*at == '\\' && at + 1 < lexer->end) {
            at++;
            if (*at >= '0' && *at <= '7') {
                unsigned value = 0;
                const char *first = at;
                for (; at < lexer->end && at < first + 3 && *at >= '0' && *at <= '7'; at++) {
                    value = value * 8 + (unsigned)(*at - '0');
                }
                at--;
                buffer_append(&name, &(char){(char)value}, 1);
                continue;
            }
        }
        buffer_append(&name, at, 1);
    }
    *out_name = arena_intern(lexer->c->arena, name.length > 0 ? name.data : "", name.length);
    buffer_destroy(&name);
    return at < lexer->end && *at == '"' ? at + 1 : at;
}

// `# 12 "file" 1 3` and `#line 12 "file"`. False: some other directive.
static bool read_line_marker(struct lexer *lexer, const char *at, const char *line_end) {
    at = skip_blanks(lexer, at + 1);
    if (line_end - at > 4 && memcmp(at, "line", 4) == 0) {
        at = skip_blanks(lexer, at + 4);
    }
    if (class_at(lexer, at) != CLASS_DIGIT) {
        return false;
    }
    struct source *source = lexer->c->source;
    uint32_t line;
    uint8_t flags = 0;
    const char *file = source_marker_file(source);
    at = skip_blanks(lexer, read_number(lexer, at, &line));
    if (at < line_end && *at == '"') {
        at = read_file_name(lexer, at, &file);
    }
    for (at = skip_blanks(lexer, at); class_at(lexer, at) == CLASS_DIGIT;) {
        uint32_t flag;
        at = skip_blanks(lexer, read_number(lexer, at, &flag));
        flags |= flag == 3 ? SOURCE_SYSTEM_HEADER : flag == 4 ? SOURCE_EXTERN_C : 0;
    }
    uint32_t next_line = (uint32_t)(line_end - lexer->text) + 1;
    source_add_marker(source, next_line, file, line, flags);
    return true;
}

// Here stands nothing for the passes to come, nor for the C compiler.
static void hide(struct lexer *lexer, uint32_t offset, uint32_t end) {
    struct compilation *c = lexer->c;
    c->hidden = arena_grow(c->arena, c->hidden, c->hidden_count, sizeof *c->hidden);
    c->hidden[c->hidden_count++] = (struct hidden_text){offset, end};
}

static void add_pragma(struct lexer *lexer, const char *start) {
    if (warnings_pragma(lexer->c, lexer->c->tokens.count, start, (size_t)(lexer->at - start))) {
        hide(lexer, (uint32_t)(start - lexer->text), (uint32_t)(lexer->at - lexer->text));
    } else {
        add_token(lexer, TOKEN_PRAGMA, start);
    }
}

static void lex_directive(struct lexer *lexer) {
    const char *start = lexer->at;
    const char *line_end = start;
    do {
        line_end = memchr(line_end, '\n', (size_t)(lexer->end - line_end));
        if (line_end == NULL) {
            line_end = lexer->end;
        }
        // A preprocessor has joined continued lines, but `-fdirectives-only` and hand-written input
        // have not.
        const char *last = line_end[-1] == '\r' ? line_end - 2 : line_end - 1;
        if (line_end == lexer->end || last < start || *last != '\\') {
            break;
        }
        line_end++;
    } while (line_end < lexer->end);
    if (!read_line_marker(lexer, start, line_end)) {
        lexer->at = line_end;
        while (lexer->at > start + 1 && class_at(lexer, lexer->at - 1) == CLASS_SPACE) {
            lexer->at--;
        }
        add_pragma(lexer, start);
    }
    lexer->at = line_end;
}

// ---- literals ----

static void lex_quoted(struct lexer *lexer, const char *start) {
    char quote = *lexer->at++;
    int kind = quote == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
    for (; lexer->at < lexer->end && *lexer->at != '\n'; lexer->at++) {
        if (*lexer->at == quote) {
            lexer->at++;
            add_token(lexer, kind, start);
            return;
        }
        if (*lexer->at == '\\' && lexer->at + 1 < lexer->end) {
            size_t splice = splice_length(lexer, lexer->at);
            lexer->at += splice > 0 ? splice - 1 : 1;
        }
    }
    add_token(lexer, kind, start);
    fail(lexer, quote == '"' ? "missing terminating '\"' of a string"
                             : "missing terminating ' of a character constant");
}

enum { RAW_DELIMITER_MAX = 16 }; // the C++ standard's limit, which gcc takes over

// R"delimiter( ... )delimiter", which gcc has in its GNU modes. `start` is the prefix; lexer->at
// the quote.
static bool lex_raw_string(struct lexer *lexer, const char *start) {
    const char *delimiter = lexer->at + 1, *open = delimiter;
    while (open < lexer->end && open - delimiter <= RAW_DELIMITER_MAX && *open != '(' &&
           *open != ')' && *open != '\\' && *open != '"' && class_at(lexer, open) > CLASS_NEWLINE) {
        open++;
    }
    if (open >= lexer->end || *open != '(') {
        return false;
    }
    size_t length = (size_t)(open - delimiter);
    const char *at = open;
    while ((at = memchr(at, ')', (size_t)(lexer->end - at))) != NULL) {
        at++;
        if ((size_t)(lexer->end - at) > length && memcmp(at, delimiter, length) == 0 &&
            at[length] == '"') {
            lexer->at = at + length + 1;
            add_token(lexer, TOKEN_STRING, start);
            return true;
        }
    }
    lexer->at = lexer->end;
    add_token(lexer, TOKEN_STRING, start);
    fail(lexer, "raw string without its end");
    return true;
}

static void lex_number(struct lexer *lexer) {
    const char *start = lexer->at;
    for (char last = 0; lexer->at < lexer->end; lexer->at++) {
        char now = *lexer->at;
        enum character_class class = class_at(lexer, lexer->at);
        bool sign = (now == '+' || now == '-') &&
                    (last == 'e' || last == 'E' || last == 'p' || last == 'P');
        bool separator = now == '\'' && (class_at(lexer, lexer->at + 1) == CLASS_DIGIT ||
                                         class_at(lexer, lexer->at + 1) == CLASS_LETTER);
        if (class != CLASS_DIGIT && class != CLASS_LETTER && now != '.' && !sign && !separator) {
            break;
        }
        last = now;
    }
    add_token(lexer, TOKEN_NUMBER, start);
}

static bool is_string_prefix(const char *start, size_t length, bool *out_raw) {
    *out_raw = start[length - 1] == 'R';
    size_t encoding = *out_raw ? length - 1 : length;
    return encoding == 0 || (encoding == 1 && (*start == 'L' || *start == 'u' || *start == 'U')) ||
           (encoding == 2 && start[0] == 'u' && start[1] == '8');
}

// _Pragma("...") that the preprocessor left in place is a pragma line, whatever else stands on the
// line.
static void lex_pragma_operator(struct lexer *lexer, const char *start) {
    const char *at = skip_blanks(lexer, lexer->at);
    if (at < lexer->end && *at == '(') {
        at = skip_blanks(lexer, at + 1);
        if (at < lexer->end && *at == '"') {
            for (at++; at < lexer->end && *at != '"' && *at != '\n'; at++) {
                at += *at == '\\' && at + 1 < lexer->end;
            }
            at = at < lexer->end ? skip_blanks(lexer, at + 1) : at;
            if (at < lexer->end && *at == ')') {
                lexer->at = at + 1;
                add_pragma(lexer, start);
                return;
            }
        }
    }
    add_token(lexer, TOKEN_IDENTIFIER, start)->name =
        arena_intern(lexer->c->arena, start, (size_t)(lexer->at - start));
}

static void lex_word(struct lexer *lexer) {
    const char *start = lexer->at, *at = start, *end = lexer->end;
    uint32_t hash = NAME_HASH_START;
    for (; at < end; at++) {
        unsigned char now = (unsigned char)*at;
        enum character_class class = lexer->classes[now];
        if (class != CLASS_LETTER && class != CLASS_DIGIT &&
            !(now == '\\' && at + 1 < end && (at[1] == 'u' || at[1] == 'U'))) {
            break;
        }
        hash = name_hash_step(hash, now);
    }
    size_t length = (size_t)(at - start);
    lexer->at = at;
    if (at < end && (*at == '"' || *at == '\'') && length <= 3) {
        bool raw;
        if (is_string_prefix(start, length, &raw)) {
            if (!raw) {
                lex_quoted(lexer, start);
                return;
            }
            if (*at == '"' && lex_raw_string(lexer, start)) {
                return;
            }
        }
    }
    if (length == 7 && memcmp(start, "_Pragma", 7) == 0) {
        lex_pragma_operator(lexer, start);
        return;
    }
    if (start[0] == '_' && annotation_is_word(start, length)) {
        lexer->annotation = lexer->c->tokens.count;
    }
    const char *name = arena_intern_hashed(lexer->c->arena, start, length, hash);
    uint16_t keyword = name_of(name)->keyword;
    add_token(lexer, keyword != 0 ? keyword : TOKEN_IDENTIFIER, start)->name = name;
}

// ---- comments and punctuators ----

// True if a comment stood here (`-C` keeps them).
static bool skip_comment(struct lexer *lexer) {
    const char *start = lexer->at;
    if (character(lexer, 1) == '/') {
        while (lexer->at < lexer->end && *lexer->at != '\n') {
            lexer->at += splice_length(lexer, lexer->at) > 0 ? splice_length(lexer, lexer->at) : 1;
        }
        return true;
    }
    if (character(lexer, 1) != '*') {
        return false;
    }
    for (const char *at = start + 2; (at = memchr(at, '*', (size_t)(lexer->end - at))) != NULL;) {
        at++;
        if (at < lexer->end && *at == '/') {
            lexer->at = at + 1;
            return true;
        }
    }
    lexer->at = start + 2;
    add_token(lexer, '/', start);
    fail(lexer, "comment without its end");
    lexer->at = lexer->end;
    return true;
}

struct punctuator {
    char text[4];
    uint16_t kind;
};

// Longer before shorter where one begins the other. Digraphs have the kind of what they stand for.
static const struct punctuator PUNCTUATORS[] = {
    {"...", TOKEN_ELLIPSIS},
    {"<<=", TOKEN_SHIFT_LEFT_ASSIGN},
    {">>=", TOKEN_SHIFT_RIGHT_ASSIGN},
    {"->", TOKEN_ARROW},
    {"++", TOKEN_INCREMENT},
    {"--", TOKEN_DECREMENT},
    {"<<", TOKEN_SHIFT_LEFT},
    {">>", TOKEN_SHIFT_RIGHT},
    {"<=", TOKEN_LESS_EQUAL},
    {">=", TOKEN_GREATER_EQUAL},
    {"==", TOKEN_EQUAL},
    {"!=", TOKEN_NOT_EQUAL},
    {"&&", TOKEN_AND_AND},
    {"||", TOKEN_OR_OR},
    {"*=", TOKEN_MULTIPLY_ASSIGN},
    {"/=", TOKEN_DIVIDE_ASSIGN},
    {"%=", TOKEN_MODULO_ASSIGN},
    {"+=", TOKEN_ADD_ASSIGN},
    {"-=", TOKEN_SUBTRACT_ASSIGN},
    {"&=", TOKEN_AND_ASSIGN},
    {"^=", TOKEN_XOR_ASSIGN},
    {"|=", TOKEN_OR_ASSIGN},
    {"##", TOKEN_HASH_HASH},
    {"::", TOKEN_COLON_COLON},
    {"<:", '['},
    {":>", ']'},
    {"<%", '{'},
    {"%>", '}'},
};

// A ')' was read: if it ends an annotation, that was one. Line markers may stand in it.
static void finish_annotation(struct lexer *lexer) {
    struct token_list *list = &lexer->c->tokens;
    uint32_t first = lexer->annotation;
    lexer->annotation = NO_TOKEN;
    if (annotation_note(lexer->c, first, list->count)) {
        for (uint32_t i = first; i < list->count; i++) {
            hide(lexer, list->tokens[i].offset, list->tokens[i].offset + list->tokens[i].length);
        }
        lexer->at_line_start = list->tokens[first].at_line_start;
        list->count = first;
    }
}

static void lex_punctuator(struct lexer *lexer) {
    const char *start = lexer->at;
    int kind = (unsigned char)*start;
    size_t length = 1;
    // `)`, `;`, `,` and the like begin nothing longer.
    if (strchr("(){}[];,?~", kind) == NULL) {
        for (size_t i = 0; i < sizeof PUNCTUATORS / sizeof *PUNCTUATORS; i++) {
            const char *text = PUNCTUATORS[i].text;
            size_t text_length = text[2] == 0 ? 2 : 3;
            if (text[0] == *start && text[1] == character(lexer, 1) &&
                (text_length == 2 || text[2] == character(lexer, 2))) {
                kind = PUNCTUATORS[i].kind;
                length = text_length;
                break;
            }
        }
    }
    lexer->at += length;
    add_token(lexer, kind, start);
    if (kind == ')' && lexer->annotation != NO_TOKEN) {
        finish_annotation(lexer);
    }
}

static void lex_other(struct lexer *lexer) {
    char now = *lexer->at;
    if (now == '#' && lexer->at_line_start) {
        lex_directive(lexer);
    } else if (now == '.' && class_at(lexer, lexer->at + 1) == CLASS_DIGIT) {
        lex_number(lexer);
    } else if (now != '/' || !skip_comment(lexer)) {
        lex_punctuator(lexer);
    }
}

static void lex_backslash(struct lexer *lexer) {
    size_t splice = splice_length(lexer, lexer->at);
    if (splice > 0) {
        lexer->at += splice;
    } else if (character(lexer, 1) == 'u' || character(lexer, 1) == 'U') {
        lex_word(lexer);
    } else {
        lex_punctuator(lexer);
    }
}

bool lex(struct compilation *c) {
    size_t length = source_length(c->source);
    struct lexer *lexer = arena_allocate(c->arena, sizeof *lexer);
    lexer->c = c;
    lexer->text = lexer->at = source_text(c->source);
    lexer->end = lexer->text + length;
    lexer->at_line_start = true;
    lexer->annotation = NO_TOKEN;
    lexer->capacity = (uint32_t)(length / 4) + 64; // headers have a token every five or six bytes
    c->tokens.tokens = arena_allocate(c->arena, lexer->capacity * sizeof *c->tokens.tokens);
    set_up(lexer);
    if (length >= UINT32_MAX) { // offsets and token numbers have 32 bits
        lexer->end = lexer->at;
        add_token(lexer, TOKEN_END, lexer->at);
        fail(lexer, "a source of 4 GB or more");
    }
    while (lexer->at < lexer->end) {
        switch (lexer->classes[(unsigned char)*lexer->at]) {
        case CLASS_SPACE:
            lexer->at++;
            break;
        case CLASS_NEWLINE:
            lexer->at++;
            lexer->at_line_start = true;
            break;
        case CLASS_LETTER:
            lex_word(lexer);
            break;
        case CLASS_DIGIT:
            lex_number(lexer);
            break;
        case CLASS_QUOTE:
            lex_quoted(lexer, lexer->at);
            break;
        case CLASS_BACKSLASH:
            lex_backslash(lexer);
            break;
        default:
            lex_other(lexer);
        }
    }
    add_token(lexer, TOKEN_END, lexer->at);
    c->tokens.count--;
    return !lexer->failed;
}
