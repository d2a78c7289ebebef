// Errors, printed at once in clang's form:
//
//     jobs.c:9:13: error: async function `job` called without await [L13]
//         int n = job(1);
//                 ^~~
//     hint: write `await job(1)`
//
// What the user wrote is not what the preprocessor left: macros are expanded, spaces collapsed,
// `await` is `_Await`. So the original line is read from the file its line marker names, split into
// tokens and aligned with the tokens of the preprocessed line (the longest common subsequence): a
// token found in both has its column; one that is not came out of a macro, and the caret stands
// under the macro's name.
#include "compiler/diagnostic.h"
#include "compiler/name.h"
#include "compiler/source.h"
#include "compiler/warnings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ALIGN_TOKENS_MAX = 1000,    // a longer line is not aligned: the table has this squared
    ALIGN_LENGTH_MAX = 1 << 16, // nor is one that could not have so few tokens
    FILE_SIZE_MAX = 64 << 20,   // a larger source file is not read for the sake of one line
    SHOWN_LINE_MAX = 160,       // a longer line is shown in part
    SHOWN_BEFORE_CARET = 60,
};

struct source_file {
    struct source_file *next;
    const char *name;
    const char *text; // NULL: cannot be read
    size_t length;
};

struct diagnostics {
    unsigned error_count;
    bool stopped;
    bool muted;      // a compilation nobody sees
    bool suppressed; // the last error was not printed: neither are its notes and hints
    bool color;
    struct source_file *files;
    struct {
        uint32_t token;
        const char *format;
    } printed[ERRORS_MAX];
};

static struct diagnostics *get_diagnostics(struct compilation *c) {
    if (c->diagnostics == NULL) {
        c->diagnostics = arena_allocate(c->arena, sizeof *c->diagnostics);
        c->diagnostics->color = isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL;
    }
    return c->diagnostics;
}

void diagnostics_mute(struct compilation *c) {
    get_diagnostics(c)->muted = true;
}

unsigned error_count(const struct compilation *c) {
    return c->diagnostics == NULL ? 0 : c->diagnostics->error_count;
}

bool errors_stopped(const struct compilation *c) {
    return c->diagnostics != NULL && c->diagnostics->stopped;
}

// ---- the original line ----

struct text {
    const char *start;
    size_t length;
};

static struct text read_file(struct arena *arena, const char *name) {
    struct text text = {0};
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        return text;
    }
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        if (size >= 0 && size <= FILE_SIZE_MAX && fseek(file, 0, SEEK_SET) == 0) {
            char *data = arena_allocate(arena, (size_t)size + 1);
            text.length = fread(data, 1, (size_t)size, file);
            text.start = data;
        }
    }
    fclose(file);
    return text;
}

static const struct source_file *get_file(struct compilation *c, const char *name) {
    struct diagnostics *diagnostics = get_diagnostics(c);
    for (struct source_file *file = diagnostics->files; file != NULL; file = file->next) {
        if (strcmp(file->name, name) == 0) {
            return file;
        }
    }
    struct source_file *file = arena_allocate(c->arena, sizeof *file);
    struct text text = read_file(c->arena, name);
    *file = (struct source_file){.name = name, .text = text.start, .length = text.length};
    file->next = diagnostics->files;
    diagnostics->files = file;
    return file;
}

static struct text line_at(const char *start, const char *end) {
    const char *newline = memchr(start, '\n', (size_t)(end - start));
    const char *line_end = newline != NULL ? newline : end;
    if (line_end > start && line_end[-1] == '\r') {
        line_end--;
    }
    return (struct text){start, (size_t)(line_end - start)};
}

static struct text original_line(struct compilation *c, struct location location) {
    const struct source_file *file = get_file(c, location.file);
    if (file->text == NULL || file->length == 0) {
        return (struct text){0};
    }
    const char *at = file->text, *end = at + file->length;
    for (uint32_t line = 1; line < location.line; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL || ++at == end) {
            return (struct text){0};
        }
    }
    return line_at(at, end);
}

static struct text preprocessed_line(struct compilation *c, uint32_t offset) {
    const char *text = source_text(c->source);
    return line_at(text + source_line_start(c->source, offset), text + source_length(c->source));
}

// ---- where a token stands in the original line ----

static bool same_line(struct compilation *c, uint32_t token, struct location location) {
    struct location other = source_locate(c->source, token_at(c, token)->offset);
    return other.line == location.line && strcmp(other.file, location.file) == 0;
}

static const char *const FRIENDLY[][2] = {
    {"_Async", "async"}, {"_Await", "await"},   {"_Concurrent", "concurrent"},
    {"_Spawn", "spawn"}, {"_Defer", "defer"},   {"_Parallel", "parallel"},
    {"_Race", "race"},   {"_Within", "within"}, {"_Blocking", "blocking"},
    {"_When", "when"},
};

static struct text spelling(const struct compilation *c, uint32_t token) {
    const struct token *at = token_at(c, token);
    return (struct text){source_text(c->source) + at->offset, at->length};
}

static bool equal_text(struct text a, struct text b) {
    return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

static bool same_token(const struct compilation *c, uint32_t token, const struct compilation *line,
                       uint32_t other) {
    struct text a = spelling(c, token), b = spelling(line, other);
    if (equal_text(a, b)) {
        return true;
    }
    if (token_at(c, token)->kind >= TOKEN_ASYNC) {
        for (size_t i = 0; i < sizeof FRIENDLY / sizeof *FRIENDLY; i++) {
            struct text reserved = {FRIENDLY[i][0], strlen(FRIENDLY[i][0])};
            struct text friendly = {FRIENDLY[i][1], strlen(FRIENDLY[i][1])};
            if (equal_text(a, reserved) && equal_text(b, friendly)) {
                return true;
            }
        }
    }
    return false;
}

// The tokens [first, end) of the preprocessed text that come from the same original line as
// `token`.
static void find_line_tokens(struct compilation *c, uint32_t token, struct location location,
                             uint32_t *out_first, uint32_t *out_end) {
    uint32_t first = token, end = token + 1;
    while (first > 0 && token - first < ALIGN_TOKENS_MAX && same_line(c, first - 1, location)) {
        first--;
    }
    while (end < c->tokens.count && end - token < ALIGN_TOKENS_MAX && same_line(c, end, location)) {
        end++;
    }
    *out_first = first;
    *out_end = end;
}

// The token of `line` that stands for `token`, by the longest common subsequence of both token
// lists; one that came out of a macro is what stands between its neighbours.
static uint32_t align(struct compilation *c, uint32_t token, uint32_t first, uint32_t end,
                      const struct compilation *line) {
    uint32_t rows = end - first, columns = line->tokens.count;
    uint32_t width = columns + 1;
    uint16_t *longest = calloc((size_t)(rows + 1) * width, sizeof *longest);
    if (longest == NULL) {
        out_of_memory();
    }
    for (uint32_t i = rows; i-- > 0;) {
        for (uint32_t j = columns; j-- > 0;) {
            uint16_t down = longest[(i + 1) * width + j], right = longest[i * width + j + 1];
            uint16_t best = down > right ? down : right;
            if (same_token(c, first + i, line, j)) {
                uint16_t both = (uint16_t)(longest[(i + 1) * width + j + 1] + 1);
                best = both > best ? both : best;
            }
            longest[i * width + j] = best;
        }
    }
    uint32_t i = 0, j = 0, unmatched = NO_TOKEN;
    while (i < rows && j < columns) {
        bool same = same_token(c, first + i, line, j) &&
                    longest[i * width + j] == longest[(i + 1) * width + j + 1] + 1;
        if (first + i == token &&
            (same || longest[(i + 1) * width + j] == longest[i * width + j])) {
            break;
        }
        if (same) {
            i++;
            j++;
            unmatched = NO_TOKEN;
        } else if (longest[i * width + j + 1] == longest[i * width + j]) {
            unmatched = unmatched == NO_TOKEN ? j : unmatched;
            j++;
        } else {
            i++;
        }
    }
    bool found = i < rows && first + i == token && j < columns && same_token(c, token, line, j);
    free(longest);
    if (found) {
        return j;
    }
    if (unmatched != NO_TOKEN) {
        return unmatched;
    }
    return j < columns ? j : columns - 1;
}

// Where `token` stands in the original line: offset and length. False: nowhere that could be told.
static bool find_in_line(struct compilation *c, uint32_t token, struct location location,
                         struct text line, size_t *out_offset, size_t *out_length) {
    if (line.length > ALIGN_LENGTH_MAX) {
        return false;
    }
    uint32_t first, end;
    find_line_tokens(c, token, location, &first, &end);
    struct compilation split = {.arena = c->arena};
    diagnostics_mute(&split);
    split.source = source_new(c->arena, line.start, line.length, location.file);
    lex(&split);
    if (split.tokens.count == 0 || split.tokens.count > ALIGN_TOKENS_MAX) {
        return false;
    }
    const struct token *found = token_at(&split, align(c, token, first, end, &split));
    *out_offset = found->offset;
    *out_length = found->length;
    return true;
}

// ---- printing ----

static const char *style(const struct diagnostics *diagnostics, const char *code) {
    return diagnostics->color ? code : "";
}

static const char BOLD[] = "\033[1m", RED[] = "\033[1;31m", MAGENTA[] = "\033[1;35m",
                  GRAY[] = "\033[1;36m", GREEN[] = "\033[1;32m", PLAIN[] = "\033[0m";

static void print_line(const struct diagnostics *diagnostics, struct text line, size_t offset,
                       size_t length) {
    size_t from = 0, to = line.length;
    if (to > SHOWN_LINE_MAX) {
        from = offset > SHOWN_BEFORE_CARET ? offset - SHOWN_BEFORE_CARET : 0;
        to = from + SHOWN_LINE_MAX < line.length ? from + SHOWN_LINE_MAX : line.length;
    }
    for (size_t i = from; i < to; i++) {
        unsigned char now = (unsigned char)line.start[i];
        putc(now == '\t' || now >= 0x80 || (now >= ' ' && now != 0x7f) ? now : ' ', stderr);
    }
    putc('\n', stderr);
    for (size_t i = from; i < offset; i++) {
        unsigned char now = i < line.length ? (unsigned char)line.start[i] : ' ';
        if ((now & 0xc0) != 0x80) { // the later bytes of a UTF-8 character take no room
            putc(now == '\t' ? '\t' : ' ', stderr);
        }
    }
    fprintf(stderr, "%s^", style(diagnostics, GREEN));
    for (size_t i = offset + 1; i < offset + length && i < to; i++) {
        if (((unsigned char)line.start[i] & 0xc0) != 0x80) {
            putc('~', stderr);
        }
    }
    fprintf(stderr, "%s\n", style(diagnostics, PLAIN));
}

static void print_message(const struct diagnostics *diagnostics, const char *severity,
                          const char *severity_style, const char *rule, const char *format,
                          va_list arguments) {
    fprintf(stderr, "%s%s: %s%s", style(diagnostics, severity_style), severity,
            style(diagnostics, PLAIN), style(diagnostics, BOLD));
    vfprintf(stderr, format, arguments);
    if (rule != NULL) {
        fprintf(stderr, " [%s]", rule);
    }
    fprintf(stderr, "%s\n", style(diagnostics, PLAIN));
}

// A place in what the user sees: a line, and in it what to underline.
struct place {
    struct location location;
    struct text line;
    size_t offset, length;
};

static struct place find_place(struct compilation *c, uint32_t token, bool after) {
    if (token >= c->tokens.count &&
        c->tokens.count > 0) { // the end of the input: behind the last token
        token = c->tokens.count - 1;
        after = true;
    }
    const struct token *at = token_at(c, token);
    struct place place = {.location = source_locate(c->source, at->offset)};
    place.line = original_line(c, place.location);
    if (place.line.start == NULL ||
        !find_in_line(c, token, place.location, place.line, &place.offset, &place.length)) {
        if (place.line.start == NULL) {
            place.line = preprocessed_line(c, at->offset);
        }
        place.offset = place.location.column - 1;
        place.length = at->length;
    }
    if (place.offset > place.line.length) {
        place.offset = place.line.length;
    }
    if (after) {
        place.offset += place.length;
        place.length = 1;
    }
    return place;
}

static void print(struct compilation *c, uint32_t token, bool after, const char *severity,
                  const char *severity_style, const char *rule, const char *format,
                  va_list arguments) {
    struct diagnostics *diagnostics = get_diagnostics(c);
    struct place place = find_place(c, token, after);
    fprintf(stderr, "%s%s:%u:%zu: %s", style(diagnostics, BOLD), place.location.file,
            place.location.line, place.offset + 1, style(diagnostics, PLAIN));
    print_message(diagnostics, severity, severity_style, rule, format, arguments);
    if (place.line.length > 0) {
        print_line(diagnostics, place.line, place.offset, place.length);
    }
}

static void report_error(struct compilation *c, uint32_t token, bool after, const char *rule,
                         const char *format, va_list arguments) {
    struct diagnostics *diagnostics = get_diagnostics(c);
    diagnostics->suppressed = true;
    if (diagnostics->muted || diagnostics->stopped) {
        diagnostics->error_count++;
        return;
    }
    for (unsigned i = 0; i < diagnostics->error_count; i++) {
        if (diagnostics->printed[i].token == token && diagnostics->printed[i].format == format) {
            return;
        }
    }
    if (diagnostics->error_count == ERRORS_MAX) {
        fprintf(stderr, "error: too many errors, stopping here\n");
        diagnostics->error_count++;
        diagnostics->stopped = true;
        return;
    }
    diagnostics->printed[diagnostics->error_count].token = token;
    diagnostics->printed[diagnostics->error_count++].format = format;
    diagnostics->suppressed = false;
    print(c, token, after, "error", RED, rule, format, arguments);
}

void error_at_list(struct compilation *c, uint32_t token, const char *rule, const char *format,
                   va_list arguments) {
    report_error(c, token, false, rule, format, arguments);
}

void error_at(struct compilation *c, uint32_t token, const char *rule, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report_error(c, token, false, rule, format, arguments);
    va_end(arguments);
}

void error_after(struct compilation *c, uint32_t token, const char *rule, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    report_error(c, token, true, rule, format, arguments);
    va_end(arguments);
}

void warning_at(struct compilation *c, uint32_t token, const char *rule, const char *format, ...) {
    const char *name;
    enum warning_severity severity = warnings_severity(c, token, rule, &name);
    struct diagnostics *diagnostics = get_diagnostics(c);
    diagnostics->suppressed = severity == WARNING_OFF || diagnostics->muted || diagnostics->stopped;
    if (severity == WARNING_OFF || (severity == WARNING_ON && diagnostics->suppressed)) {
        return;
    }
    bool is_error = severity == WARNING_ERROR;
    const char *tag =
        name == NULL ? rule
                     : arena_format(c->arena, "%s, -W%s%s", rule, is_error ? "error=" : "", name);
    va_list arguments;
    va_start(arguments, format);
    if (is_error) {
        report_error(c, token, false, tag, format, arguments);
    } else {
        print(c, token, false, "warning", MAGENTA, tag, format, arguments);
    }
    va_end(arguments);
}

void note_at(struct compilation *c, uint32_t token, const char *format, ...) {
    if (get_diagnostics(c)->suppressed) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    print(c, token, false, "note", GRAY, NULL, format, arguments);
    va_end(arguments);
}

void hint(struct compilation *c, const char *format, ...) {
    struct diagnostics *diagnostics = get_diagnostics(c);
    if (diagnostics->suppressed) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    print_message(diagnostics, "hint", GRAY, NULL, format, arguments);
    va_end(arguments);
}

// ---- helpers over tokens ----

const char *token_text(const struct compilation *c, uint32_t token) {
    const struct token *at = token_at(c, token);
    if (at->name != NULL) {
        return at->name;
    }
    return arena_intern(c->arena, source_text(c->source) + at->offset, at->length);
}

bool token_is_spelled(const struct compilation *c, uint32_t token, const char *text) {
    return equal_text(spelling(c, token), (struct text){text, strlen(text)});
}
