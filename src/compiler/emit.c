#include "compiler/emit.h"

#include "compiler/source.h"

#include <string.h>

enum { NEWLINES_MAX = 8 }; // more lines than this are skipped by a line marker

static bool is_word(char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '_' || ch == '$';
}

static char last_character(const struct emitter *e) {
    return e->out->length ? e->out->data[e->out->length - 1] : '\n';
}

static void marker(struct emitter *e, const struct location *location) {
    if (last_character(e) != '\n') {
        buffer_append(e->out, "\n", 1);
    }
    buffer_print(e->out, "# %u \"", location->line);
    for (const char *p = location->file; *p; p++) {
        if (*p == '"' || *p == '\\') {
            buffer_append(e->out, "\\", 1);
        }
        buffer_append(e->out, p, 1);
    }
    buffer_print(e->out, "\"%s%s\n", location->flags & SOURCE_SYSTEM_HEADER ? " 3" : "",
                 location->flags & SOURCE_EXTERN_C ? " 4" : "");
}

static struct location locate(struct emitter *e, uint32_t token) {
    return source_locate(e->c->source, token_at(e->c, token)->offset);
}

// Moves to the line of `location`; true if that began a new line.
static bool move(struct emitter *e, const struct location *location) {
    bool same_file = e->file && strcmp(e->file, location->file) == 0 && e->flags == location->flags;
    if (same_file && e->line == location->line) {
        return false;
    }
    if (same_file && e->line < location->line && location->line - e->line <= NEWLINES_MAX) {
        for (; e->line < location->line; e->line++) {
            buffer_append(e->out, "\n", 1);
        }
    } else {
        marker(e, location);
    }
    e->file = location->file;
    e->line = location->line;
    e->flags = location->flags;
    buffer_print(e->out, "%*s", (int)(location->column > 80 ? 80 : location->column - 1), "");
    return true;
}

void emit_line(struct emitter *e, uint32_t token) {
    struct location location = locate(e, token);
    if (move(e, &location)) {
        e->last_token = NO_TOKEN;
    }
}

static void space(struct emitter *e, char next, bool close) {
    char last = last_character(e);
    if ((is_word(last) && is_word(next)) ||
        (!close && last != ' ' && last != '\n' && last != '(')) {
        buffer_append(e->out, " ", 1);
    }
}

static bool stands_close(struct emitter *e, uint32_t token) {
    const struct token *t = token_at(e->c, token);
    return token > 0 && e->last_token == token - 1 &&
           token_at(e->c, token - 1)->offset + token_at(e->c, token - 1)->length == t->offset;
}

// gcc takes a comment like "fall through" in front of a case for its attribute. If the preprocessor
// kept comments (-C), those are kept here too.
static void fallthrough_comment(struct emitter *e, uint32_t token) {
    int kind = token_at(e->c, token)->kind;
    if (token == 0 || (kind != TOKEN_CASE && kind != TOKEN_DEFAULT)) {
        return;
    }
    const struct token *before = token_at(e->c, token - 1);
    const char *text = source_text(e->c->source), *end = text + token_at(e->c, token)->offset;
    for (const char *p = text + before->offset + before->length; p + 2 < end; p++) {
        if (p[0] != '/' || (p[1] != '*' && p[1] != '/')) {
            continue;
        }
        const char *stop = p + 2;
        while (stop < end && (p[1] == '*' ? strncmp(stop, "*/", 2) != 0 : *stop != '\n')) {
            stop++;
        }
        if (!memchr(p, '\n', (size_t)(stop - p))) {
            emit(e, "/*%.*s*/", (int)(stop - p - 2), p + 2);
        }
        p = stop;
    }
}

// The rest of a token that is changed on the way out, see enum token_edit.
static const char *edit_suffix(const struct token *token) {
    switch (token->edit) {
    case EDIT_PARAMETER:
        return "struct tarry_context *, ";
    case EDIT_PARAMETER_ALONE:
        return "struct tarry_context *";
    case EDIT_VALUE:
        return "__call";
    default:
        return "";
    }
}

void emit_edited(const struct compilation *c, struct buffer *out, const struct token *token) {
    if (token->edit != EDIT_OMIT) {
        const char *suffix = edit_suffix(token);
        buffer_append(out, source_text(c->source) + token->offset, token->length);
        buffer_append(out, suffix, strlen(suffix));
    }
}

void emit_token(struct emitter *e, uint32_t token) {
    const struct token *t = token_at(e->c, token);
    const char *text = source_text(e->c->source) + t->offset;
    if (t->edit == EDIT_OMIT) {
        return;
    }
    if (t->kind == TOKEN_PRAGMA) {
        struct location location = locate(e, token);
        if (!move(e, &location) && last_character(e) != '\n') {
            marker(e, &location);
        }
        while (last_character(e) == ' ') {
            e->out->length--; // a directive begins its line
        }
        buffer_append(e->out, text, t->length);
        buffer_append(e->out, "\n", 1);
        e->line++;
    } else {
        emit_line(e, token);
        fallthrough_comment(e, token);
        space(e, *text, stands_close(e, token) || strchr(";,)", *text));
        emit_edited(e->c, e->out, t);
        for (const char *p = text; p < text + t->length; p++) {
            e->line += *p == '\n';
        }
    }
    e->last_token = token;
}

void emit(struct emitter *e, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char small[512];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    char *text = small;
    if ((size_t)length >= sizeof small) {
        text = arena_allocate(e->c->arena, (size_t)length + 1);
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0) {
        space(e, *text, strchr(";,)", *text) != NULL);
        buffer_append(e->out, text, (size_t)length);
    }
    e->last_token = NO_TOKEN;
}

// What stands in place of `await f()` is the user's own, though the word comes from a macro of a system header, <tarry.h>: a
// compiler that took it for that header's would not warn of it.
static void emit_line_of_user(struct emitter *e, uint32_t token) {
    struct location location = locate(e, token);
    if (!source_in_system_header(e->c->source, token_at(e->c, token)->offset)) {
        location.flags = 0;
    }
    if (move(e, &location)) {
        e->last_token = NO_TOKEN;
    }
}

void emit_in_place(struct emitter *e, uint32_t first, uint32_t end, const char *text) {
    emit_line_of_user(e, first);
    space(e, *text, stands_close(e, first));
    buffer_append(e->out, text, strlen(text));
    e->last_token = end - 1;
}
