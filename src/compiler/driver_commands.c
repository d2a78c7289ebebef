// The compiler's command lines, made of the user's by the roles of its words.
#include "compiler/driver.h"
#include "compiler/driver_process.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct words command_start(const struct driver *driver) {
    struct words words = {0};
    for (size_t i = 0; i < driver->compiler.count; i++) {
        words_add(&words, driver->compiler.data[i]);
    }
    return words;
}

void command_add_argument(struct words *words, const struct argument *argument) {
    words_add(words, argument->text);
    if (argument->value != NULL) {
        words_add(words, argument->value);
    }
}

// Tarry's headers come as system headers: no warning option of the user's reaches into them.
static void add_headers(const struct driver *driver, struct words *words) {
    if (!driver->home.is_standard_include) {
        words_add(words, "-isystem");
        words_add(words, driver->home.include_folder);
    }
}

static void add_tarry(const struct driver *driver, struct words *words) {
    if (driver->options.foreign_count == 0) { // C++ and assembler never see tarrycc
        words_add(words, "-D__TARRYCC__=1");
    }
    add_headers(driver, words);
}

// A command line longer than the system likes is handed over in a file, as the user's must have
// been.
static struct words shortened(struct driver *driver, struct words words) {
    enum { LENGTH_MAX = 64 * 1024 };
    size_t length = 0, first = driver->compiler.count;
    for (size_t i = 0; i < words.count; i++) {
        length += strlen(words.data[i]) + 1;
    }
    if (length <= LENGTH_MAX) {
        return words;
    }
    struct buffer text = {0};
    for (size_t i = first; i < words.count; i++) {
        words_quote(&text, words.data[i]);
        buffer_append(&text, "\n", 1);
    }
    const char *path = scratch_write(&driver->scratch, "arguments", text.data, text.length);
    buffer_destroy(&text);
    if (path != NULL) {
        words.count = first;
        words_add(&words, arena_format(driver->arena, "@%s", path));
    }
    return words;
}

// ---- dependency output ----

// Both compilers print the commands they would run one a line, behind a space. Returns the
// dependency file named there.
static const char *find_dependency_file(struct arena *arena, char *printed) {
    struct words words = {0};
    char *rest = NULL;
    const char *name = NULL;
    for (char *line = strtok_r(printed, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] == ' ') {
            words_split(arena, line, &words);
        }
    }
    for (size_t i = 0; i + 1 < words.count && name == NULL; i++) {
        const char *word = words.data[i];
        if (strcmp(word, "-MD") == 0 || strcmp(word, "-MMD") == 0 ||
            strcmp(word, "-dependency-file") == 0) {
            name = words.data[i + 1];
        }
    }
    free(words.data);
    return name;
}

// When it links in one step each compiler and version has its own idea of the .d file's name, so it
// is asked.
static const char *ask_for_dependency_file(struct driver *driver, const struct argument *input) {
    struct words command = command_start(driver);
    words_add(&command, "-###");
    for (size_t i = 0; i < driver->options.count; i++) {
        const struct argument *argument = &driver->options.arguments[i];
        if (argument->role != ROLE_INPUT && argument->role != ROLE_LANGUAGE &&
            argument->role != ROLE_LINKER) {
            command_add_argument(&command, argument);
        }
    }
    words_add(&command, "-x");
    words_add(&command, "c");
    words_add(&command, input->text);
    struct buffer text = {0}, errors = {0};
    process_capture(command.data, -1, &text, &errors);
    const char *name =
        errors.data != NULL ? find_dependency_file(driver->arena, errors.data) : NULL;
    buffer_destroy(&text);
    buffer_destroy(&errors);
    free(command.data);
    return name;
}

static const char *dependency_file(struct driver *driver, const struct argument *input) {
    const struct options *options = &driver->options;
    bool names_object = options->goal == GOAL_OBJECT || options->goal == GOAL_ASSEMBLY;
    const char *asked = names_object ? NULL : ask_for_dependency_file(driver, input);
    if (asked != NULL) {
        return asked;
    }
    if (names_object && options->output != NULL) {
        size_t stem = strlen(options->output) - strlen(path_suffix(options->output));
        return arena_format(driver->arena, "%.*s.d", (int)stem, options->output);
    }
    return arena_format(driver->arena, "%s.d", path_stem(driver->arena, input->text));
}

// The preprocessor run has no -o, which the compilers take these names from.
static void add_dependency_names(struct driver *driver, const struct unit *unit,
                                 struct words *words) {
    const struct options *options = &driver->options;
    bool by_preprocessor =
        options->wants_dependencies_of_preprocessor && compiler_is_clang(&driver->compiler);
    if (options->wants_dependencies && !options->names_dependency_file) {
        words_add(words, "-MF");
        words_add(words, dependency_file(driver, unit->input));
    }
    if ((options->wants_dependencies || by_preprocessor) && !options->names_dependency_target &&
        options->output != NULL) {
        words_add(words, "-MQ");
        words_add(words, options->output);
    }
}

// ---- the preprocessor run ----

static bool has_text(FILE *file, const char *text) {
    size_t matched = 0;
    for (int c; text[matched] != '\0' && (c = getc(file)) != EOF;) {
        matched = tolower(c) == text[matched] ? matched + 1 : tolower(c) == text[0];
    }
    return text[matched] == '\0';
}

// gcc does not warn of a case that falls through if a comment says so. The preprocessor keeps
// comments only when it is told; that makes its output several times as long, so it is told only
// for a file that seems to have such a comment. clang does not read them.
static bool needs_comments(const struct driver *driver, const struct unit *unit) {
    if (!driver->options.warns_of_fall_through || compiler_is_clang(&driver->compiler)) {
        return false;
    }
    if (strcmp(unit->input->text, "-") == 0) {
        return true;
    }
    FILE *file = fopen(unit->input->text, "r");
    bool needs = file != NULL && has_text(file, "fall");
    if (file != NULL) {
        fclose(file);
    }
    return needs;
}

struct words command_to_preprocess(struct driver *driver, const struct unit *unit,
                                   enum preprocess_purpose purpose) {
    const struct options *options = &driver->options;
    struct words words = command_start(driver);
    for (size_t i = 0; i < options->count; i++) {
        const struct argument *argument = &options->arguments[i];
        bool is_dependency = argument->role == ROLE_DEPENDENCY && purpose == PREPROCESS_TO_COMPILE;
        if (argument->role == ROLE_OPTION || argument->role == ROLE_PREPROCESSOR || is_dependency) {
            command_add_argument(&words, argument);
        }
    }
    words_add(&words, "-E");
    if (needs_comments(driver, unit)) {
        words_add(&words, "-C");
    }
    if (compiler_is_clang(&driver->compiler)) {
        words_add(&words, "-Qunused-arguments");
    }
    if (!options->chooses_color && isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL) {
        words_add(&words, "-fdiagnostics-color=always"); // its standard error is a pipe to us
    }
    if (purpose != PREPROCESS_WITHOUT_TARRY) {
        words_add(&words, "-D__TARRYCC__=1");
        add_headers(driver, &words);
    }
    if (purpose == PREPROCESS_WITHOUT_TARRY || purpose == PREPROCESS_WITH_TARRY) {
        words_add(&words, "-g0"); // or gcc -g3 prints the macros too
    }
    if (purpose == PREPROCESS_TO_COMPILE) {
        add_dependency_names(driver, unit, &words);
    }
    if (unit->input->x != NULL) {
        words_add(&words, "-x");
        words_add(&words, unit->input->x);
    }
    words_add(&words, unit->input->text);
    return shortened(driver, words);
}

// ---- sizes ----

// Options that would leave files behind.
static bool writes_files(const char *option) {
    static const char *const options[] = {"--coverage", "-coverage", "-ftest-coverage",
                                          "-fprofile-arcs"};
    bool writes =
        strncmp(option, "-save-temps", 11) == 0 || strncmp(option, "--save-temps", 12) == 0;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        writes |= strcmp(option, options[i]) == 0;
    }
    return writes;
}

struct words command_to_assemble(struct driver *driver, const char *file) {
    static const char *const last[] = {"-S", "-o", "-", "-w", "-O0", "-g0", "-fno-lto"};
    struct words words = command_start(driver);
    for (size_t i = 0; i < driver->options.count; i++) {
        const struct argument *argument = &driver->options.arguments[i];
        if (argument->role == ROLE_OPTION && !writes_files(argument->text)) {
            command_add_argument(&words, argument);
        }
    }
    if (compiler_is_clang(&driver->compiler)) {
        words_add(&words, "-Qunused-arguments");
    }
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) {
        words_add(&words, last[i]);
    }
    words_add(&words, file);
    return shortened(driver, words);
}

// ---- the final run ----

static const struct unit *unit_of(const struct driver *driver, const struct argument *input) {
    for (size_t i = 0; i < driver->options.c_count; i++) {
        if (driver->units[i].input == input) {
            return &driver->units[i];
        }
    }
    return NULL;
}

// -x stands before the inputs whose language changes, and nowhere else: gcc warns of one that has
// no input behind it.
static void add_language(const char *x, const char **current, struct words *words) {
    bool same = x == *current || (x != NULL && *current != NULL && strcmp(x, *current) == 0);
    if (!same) {
        words_add(words, "-x");
        words_add(words, x != NULL ? x : "none");
        *current = x;
    }
}

static void add_input(const struct driver *driver, const struct argument *input,
                      const char **current_x, struct words *words) {
    const struct unit *unit = unit_of(driver, input);
    if (unit == NULL || unit->state == UNIT_PLAIN) {
        add_language(input->x, current_x, words);
        command_add_argument(words, input);
    } else if (unit->state == UNIT_TRANSLATED) {
        add_language(NULL, current_x, words);
        words_add(words, unit->file);
    }
}

static bool reads_plain_source(const struct driver *driver) {
    for (size_t i = 0; i < driver->options.c_count; i++) {
        const struct unit *unit = &driver->units[i];
        if (unit->state == UNIT_PLAIN && unit->input->language == LANGUAGE_C) {
            return true;
        }
    }
    return false;
}

static bool has_unit(const struct driver *driver, enum unit_state state) {
    for (size_t i = 0; i < driver->options.c_count; i++) {
        if (driver->units[i].state == state) {
            return true;
        }
    }
    return false;
}

enum { KEEP_LINKING = 1, KEEP_PREPROCESSING = 2, KEEP_ALL = 3 };

static void add_arguments(const struct driver *driver, unsigned keep, struct words *words) {
    const char *current_x = NULL;
    for (size_t i = 0; i < driver->options.count; i++) {
        const struct argument *argument = &driver->options.arguments[i];
        switch (argument->role) {
        case ROLE_INPUT:
            if ((keep & KEEP_LINKING) || argument->language != LANGUAGE_OTHER) {
                add_input(driver, argument, &current_x, words);
            }
            break;
        case ROLE_PREPROCESSOR:
        case ROLE_DEPENDENCY:
            if (keep & KEEP_PREPROCESSING) {
                command_add_argument(words, argument);
            }
            break;
        case ROLE_LINKER:
        case ROLE_FINAL:
            if (keep & KEEP_LINKING) {
                command_add_argument(words, argument);
            }
            break;
        case ROLE_LANGUAGE:
            if (driver->options.input_count == 0) {
                command_add_argument(words, argument);
            }
            break;
        case ROLE_OPTION:
            command_add_argument(words, argument);
            break;
        }
    }
}

struct words command_to_finish(struct driver *driver, bool adds_tarry) {
    struct words words = command_start(driver);
    bool reads_source = reads_plain_source(driver) || driver->options.foreign_count > 0;
    bool keeps_all = reads_source || !has_unit(driver, UNIT_TRANSLATED);
    add_arguments(driver, keeps_all ? KEEP_ALL : KEEP_LINKING, &words);
    if (reads_source && adds_tarry) {
        add_tarry(driver, &words);
    }
    bool is_clang = compiler_is_clang(&driver->compiler);
    if (has_unit(driver, UNIT_TRANSLATED) && is_clang) {
        // It forgives macros what it warns of in text, and in a preprocessed text it sees none; and in
        // C99 it minds the types by which generated code compares prototypes.
        words_add(&words, "-Wno-parentheses-equality");
        words_add(&words, "-Wno-self-assign");
        words_add(&words, "-Wno-typedef-redefinition");
    }
    if (has_unit(driver, UNIT_TRANSLATED) && driver->options.is_pedantic && is_clang) {
        // Younger ones find fault with the line markers of preprocessed files; older ones do not
        // know the option.
        words_add(&words, "-Wno-unknown-warning-option");
        words_add(&words, "-Wno-gnu-line-marker");
    }
    command_add_library(driver, &words);
    return shortened(driver, words);
}

struct words command_to_check_syntax(struct driver *driver) {
    struct words words = command_start(driver);
    words_add(&words, "-fsyntax-only");
    add_arguments(driver, KEEP_PREPROCESSING, &words);
    add_tarry(driver, &words);
    return shortened(driver, words);
}

struct words command_to_pass_on(struct driver *driver, bool adds_tarry) {
    struct words words = command_start(driver);
    const struct options *options = &driver->options;
    bool shows_text = options->goal == GOAL_PREPROCESSED || options->goal == GOAL_DEPENDENCIES;
    add_arguments(driver, KEEP_ALL, &words);
    if (adds_tarry && (shows_text || options->c_count + options->foreign_count > 0)) {
        add_tarry(driver, &words);
    }
    if (adds_tarry) {
        command_add_library(driver, &words);
    }
    return shortened(driver, words);
}
