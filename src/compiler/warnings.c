// Which warnings there are, and which of them are wanted where.
#include "compiler/warnings.h"
#include "compiler/rules.h"
#include "compiler/source.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *rule, *name;
} warnings[] = {
    {RULE_LIMIT, "tarry-limit"},
    {RULE_LOCK, "tarry-lock"},
    {RULE_BLOCKING, "tarry-blocking"},
    {RULE_LIFETIME, "tarry-lifetime"},
    {RULE_SHARED, "tarry-shared"},
    {RULE_THREAD_LOCAL, "tarry-thread-local"},
    {RULE_ERRNO, "tarry-errno"},
    {RULE_UNUSED_RESULT, "tarry-unused-result"},
    {RULE_FRAME, "tarry-frame"},
    {RULE_EMPTY_SCOPE, "tarry-empty-scope"},
    {RULE_UNREACHABLE_WHEN, "tarry-unreachable-when"},
    {RULE_RETURNED, "tarry-return-local"},
    {RULE_UNIT, "tarry-duration"},
};
enum { WARNING_COUNT = sizeof warnings / sizeof *warnings };
_Static_assert((int)WARNING_COUNT <= (int)WARNINGS_MAX, "more warnings than options have room for");

static int find_name(const char *name, size_t length) {
    for (int i = 0; i < WARNING_COUNT; i++) {
        if (strlen(warnings[i].name) == length && memcmp(warnings[i].name, name, length) == 0) {
            return i;
        }
    }
    return -1;
}

static int find_rule(const char *rule) {
    for (int i = 0; rule != NULL && i < WARNING_COUNT; i++) {
        if (strcmp(warnings[i].rule, rule) == 0) {
            return i;
        }
    }
    return -1;
}

// ---- the command line ----

static bool skip(const char **text, const char *prefix) {
    size_t length = strlen(prefix);
    bool found = strncmp(*text, prefix, length) == 0;
    *text += found ? length : 0;
    return found;
}

static void add_blocking(struct arena *arena, struct warning_options *options, const char *names,
                         bool blocks) {
    for (size_t length; *names != '\0'; names += length + (names[length] == ',')) {
        length = strcspn(names, ",");
        struct warning_name *name = arena_allocate(arena, sizeof *name);
        *name = (struct warning_name){.name = arena_format(arena, "%.*s", (int)length, names),
                                      .blocks = blocks};
        if (options->last_blocking != NULL) {
            options->last_blocking->next = name;
        } else {
            options->blocking = name;
        }
        options->last_blocking = name;
    }
}

static void set(struct warning_options *options, int index, bool off, bool about_error) {
    if (!about_error) {
        options->of[index].off = off;
    } else if (off) {
        options->of[index].never_error = true;
        options->of[index].error = false;
    } else {
        options->of[index].error = true;
        options->of[index].never_error = options->of[index].off = false;
    }
}

bool warnings_option(struct arena *arena, struct warning_options *options, const char *word,
                     bool *out_known) {
    *out_known = true;
    if (strncmp(word, "-Wframe=", 8) == 0) {
        char *end;
        options->frame_limit = strtoull(word + 8, &end, 10);
        *out_known = word[8] >= '0' && word[8] <= '9' && *end == '\0';
        return true;
    }
    if (strcmp(word, "-Wno-frame") == 0) {
        options->frame_limit = 0;
        return true;
    }
    if (strcmp(word, "-w") == 0 || strcmp(word, "--no-warnings") == 0) {
        options->silent = true;
    } else if (strcmp(word, "-Werror") == 0 || strcmp(word, "-Wno-error") == 0) {
        options->all_are_errors = word[2] == 'e';
    }
    const char *name = word;
    bool off = skip(&name, "-Wno-");
    bool on = !off && skip(&name, "-W");
    bool about_error = (off || on) && skip(&name, "error=");
    if (!(off || on) || strncmp(name, "tarry", 5) != 0 || (name[5] != '\0' && name[5] != '-')) {
        return false;
    }
    size_t length = strcspn(name, "=");
    int index = find_name(name, length);
    if (name[5] == '\0') {
        for (index = 0; index < WARNING_COUNT; index++) {
            set(options, index, off, about_error);
        }
    } else if (index < 0) {
        *out_known = off; // as gcc: nobody minds the absence of what does not exist
    } else if (name[length] == '=') {
        *out_known = strcmp(warnings[index].rule, RULE_BLOCKING) == 0 && !about_error;
        if (*out_known) {
            add_blocking(arena, options, name + length + 1, !off);
        }
    } else {
        set(options, index, off, about_error);
    }
    return true;
}

// ---- pragmas ----

enum pragma_kind { PRAGMA_PUSH, PRAGMA_POP, PRAGMA_SET };

struct warning_pragma {
    uint32_t token; // says it from here on
    enum pragma_kind kind;
    enum warning_severity severity; // PRAGMA_SET
    int first, end;                 // of which warnings
};

// The next word of a pragma: letters and '-', or one punctuator. Strings may have been written
// inside a string (_Pragma).
static size_t next_word(const char **at, const char *end) {
    while (*at < end && strchr(" \t\\\"()", **at) != NULL) {
        ++*at;
    }
    size_t length = 0;
    while (*at + length < end && strchr(" \t\\\"()", (*at)[length]) == NULL) {
        length++;
    }
    return length;
}

static bool accept(const char **at, const char *end, const char *word) {
    size_t length = next_word(at, end);
    bool found = length == strlen(word) && memcmp(*at, word, length) == 0;
    *at += found ? length : 0;
    return found;
}

static void add_pragma(struct compilation *c, struct warning_pragma pragma) {
    c->warning_pragmas = arena_grow(c->arena, c->warning_pragmas, c->warning_pragma_count,
                                    sizeof *c->warning_pragmas);
    c->warning_pragmas[c->warning_pragma_count++] = pragma;
}

bool warnings_pragma(struct compilation *c, uint32_t token, const char *text, size_t length) {
    const char *at = text, *end = text + length;
    if (!accept(&at, end, "#pragma") && !accept(&at, end, "_Pragma") &&
        !(accept(&at, end, "#") && accept(&at, end, "pragma"))) {
        return false;
    }
    bool own = accept(&at, end, "tarry");
    if ((!own && !accept(&at, end, "GCC") && !accept(&at, end, "clang")) ||
        !accept(&at, end, "diagnostic")) {
        return own;
    }
    struct warning_pragma pragma = {.token = token, .kind = PRAGMA_SET};
    if (accept(&at, end, "push") || accept(&at, end, "pop")) {
        pragma.kind = at[-1] == 'h' ? PRAGMA_PUSH : PRAGMA_POP;
        add_pragma(c, pragma);
        return own;
    }
    if (accept(&at, end, "ignored")) {
        pragma.severity = WARNING_OFF;
    } else if (accept(&at, end, "warning")) {
        pragma.severity = WARNING_ON;
    } else if (accept(&at, end, "error")) {
        pragma.severity = WARNING_ERROR;
    } else {
        return own;
    }
    size_t name_length = next_word(&at, end);
    if (name_length < 7 || memcmp(at, "-Wtarry", 7) != 0) {
        return own;
    }
    int index = find_name(at + 2, name_length - 2);
    pragma.first = index < 0 ? 0 : index;
    pragma.end = index >= 0 ? index + 1 : name_length == 7 ? WARNING_COUNT : 0;
    add_pragma(c, pragma);
    return true;
}

// What the pragmas in front of `token` made of a warning that began as `severity`.
static enum warning_severity follow_pragmas(struct compilation *c, uint32_t token, int index,
                                            enum warning_severity severity) {
    enum warning_severity *saved = NULL;
    uint32_t depth = 0;
    for (uint32_t i = 0; i < c->warning_pragma_count; i++) {
        const struct warning_pragma *pragma = &c->warning_pragmas[i];
        if (pragma->token > token) {
            break;
        }
        if (pragma->kind == PRAGMA_PUSH) {
            saved = arena_grow(c->arena, saved, depth, sizeof *saved);
            saved[depth++] = severity;
        } else if (pragma->kind == PRAGMA_POP) {
            severity = depth > 0 ? saved[--depth] : severity;
        } else if (index >= pragma->first && index < pragma->end) {
            severity = pragma->severity;
        }
    }
    return severity;
}

// ---- what becomes of one ----

enum warning_severity warnings_severity(struct compilation *c, uint32_t token, const char *rule,
                                        const char **out_name) {
    static const struct warning_options defaults;
    const struct warning_options *options = c->warnings != NULL ? c->warnings : &defaults;
    int index = find_rule(rule);
    *out_name = index < 0 ? NULL : warnings[index].name;
    if (options->silent || warnings_is_system(c, token)) {
        return WARNING_OFF;
    }
    enum warning_severity severity = WARNING_ON;
    bool never_error = false;
    if (index >= 0) {
        severity = options->of[index].off     ? WARNING_OFF
                   : options->of[index].error ? WARNING_ERROR
                                              : WARNING_ON;
        never_error = options->of[index].never_error;
        severity = follow_pragmas(c, token, index, severity);
    }
    bool raised = severity == WARNING_ON && options->all_are_errors && !never_error;
    return raised ? WARNING_ERROR : severity;
}

bool warnings_is_system(const struct compilation *c, uint32_t token) {
    return source_in_system_header(c->source, token_at(c, token)->offset);
}
