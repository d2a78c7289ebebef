// Generated code for people: the text that is compiled keeps every user statement on its line,
// whatever that makes of the line; for --dump=lowered it is laid out anew, one statement a line, and
// line markers go.
//
// Works on characters, since only braces, parentheses, semicolons and labels matter. The entry is
// pretty_print().
#include "compiler/compiler.h"

#include <ctype.h>
#include <string.h>

struct layout_state {
    struct buffer *out;
    const char *text;
    size_t length, at;
    int indent, parentheses;
    int inline_braces; // open braces of initialisers
    bool line_start;
};

static void begin_line(struct layout_state *s) {
    while (s->out->length && s->out->data[s->out->length - 1] == ' ') {
        s->out->length--;
    }
    if (!s->line_start) {
        buffer_append(s->out, "\n", 1);
    }
    s->line_start = true;
}

static void put(struct layout_state *s, const char *text, size_t length) {
    if (s->line_start) {
        buffer_print(s->out, "%*s", 4 * s->indent, "");
        s->line_start = false;
    }
    buffer_append(s->out, text, length);
}

static char last_printed(const struct layout_state *s) {
    size_t i = s->out->length;
    while (i && (s->out->data[i - 1] == ' ' || s->out->data[i - 1] == '\n')) {
        i--;
    }
    return i ? s->out->data[i - 1] : ';';
}

static bool next_word_is(const struct layout_state *s, const char *word) {
    size_t i = s->at;
    while (i < s->length && isspace((unsigned char)s->text[i])) {
        i++;
    }
    size_t length = strlen(word);
    return s->length - i >= length && memcmp(s->text + i, word, length) == 0;
}

static void literal(struct layout_state *s) {
    size_t first = s->at;
    char quote = s->text[s->at++];
    while (s->at < s->length && s->text[s->at] != quote) {
        s->at += s->text[s->at] == '\\' ? 2 : 1;
    }
    s->at = s->at < s->length ? s->at + 1 : s->length;
    put(s, s->text + first, s->at - first);
}

static void directive(struct layout_state *s) {
    size_t first = s->at;
    while (s->at < s->length && s->text[s->at] != '\n') {
        s->at++;
    }
    const char *word = s->text + first + 1;
    bool is_marker = *word == ' ' && isdigit((unsigned char)word[1]);
    if (!is_marker) {
        begin_line(s);
        buffer_append(s->out, s->text + first, s->at - first);
        buffer_append(s->out, "\n", 1);
    }
}

static void open_brace(struct layout_state *s) {
    char last = last_printed(s);
    s->at++;
    if (s->parentheses || s->inline_braces || last == '=') {
        put(s, "{", 1);
        s->inline_braces++;
        return;
    }
    put(s, "{", 1);
    s->indent++;
    begin_line(s);
}

static void close_brace(struct layout_state *s) {
    s->at++;
    if (s->inline_braces) {
        put(s, "}", 1);
        s->inline_braces--;
        return;
    }
    s->indent -= s->indent > 0;
    begin_line(s);
    put(s, "}", 1);
    if (next_word_is(s, ";") || next_word_is(s, "child") || next_word_is(s, "race_") ||
        next_word_is(s, "else")) {
        return;
    }
    begin_line(s);
}

// A label at the beginning of a line gets a line of its own.
static bool label(struct layout_state *s) {
    size_t i = s->at;
    while (i < s->length && (isalnum((unsigned char)s->text[i]) || s->text[i] == '_')) {
        i++;
    }
    if (!s->line_start || i == s->at || i >= s->length || s->text[i] != ':') {
        return false;
    }
    if (i + 1 < s->length && s->text[i + 1] == ';') {
        i++;
    }
    int indent = s->indent;
    s->indent = 0;
    put(s, s->text + s->at, i + 1 - s->at);
    s->indent = indent;
    s->at = i + 1;
    begin_line(s);
    return true;
}

static void character(struct layout_state *s) {
    char ch = s->text[s->at];
    if (isspace((unsigned char)ch)) {
        s->at++;
        char last = s->out->length ? s->out->data[s->out->length - 1] : ' ';
        if (!s->line_start && last != ' ' && last != '(') {
            buffer_append(s->out, " ", 1);
        }
        return;
    }
    put(s, &s->text[s->at++], 1);
    s->parentheses += (ch == '(') - (ch == ')');
    if (ch == ';' && s->parentheses == 0 && s->inline_braces == 0) {
        begin_line(s);
    }
}

void pretty_print(struct buffer *out, const char *text, size_t length) {
    struct layout_state s = {.out = out, .text = text, .length = length, .line_start = true};
    bool at_newline = true;
    while (s.at < length) {
        char ch = text[s.at];
        if (ch == '#' && at_newline) {
            directive(&s);
            continue;
        }
        at_newline = ch == '\n' || (at_newline && ch == ' ');
        if (ch == '"' || ch == '\'') {
            literal(&s);
        } else if (ch == '{') {
            open_brace(&s);
        } else if (ch == '}') {
            close_brace(&s);
        } else if (!label(&s)) {
            character(&s);
        }
    }
    begin_line(&s);
}
