// Reads the command line. The tables name the options whose role is not the common one, and those
// whose value is the next word; both are the union of what gcc and clang know.
#include "compiler/driver_options.h"
#include "compiler/noise.h"

#include <stdlib.h>
#include <string.h>

enum match {
    MATCH_WORD,   // the word alone
    MATCH_PREFIX, // a word that begins so
    MATCH_VALUE,  // the word, and the next one is its value
    MATCH_EITHER, // the value follows in the same word or is the next one
};

struct known_option {
    const char *text;
    enum match match;
    enum role role;
};

// The first match counts, so longer names stand before the prefixes they begin with.
static const struct known_option known_options[] = {
    // languages, outputs, phases
    {"-x", MATCH_EITHER, ROLE_LANGUAGE},
    {"-o", MATCH_EITHER, ROLE_FINAL},
    {"-c", MATCH_WORD, ROLE_FINAL},
    {"-S", MATCH_WORD, ROLE_FINAL},
    {"-E", MATCH_WORD, ROLE_FINAL},
    {"-fsyntax-only", MATCH_WORD, ROLE_FINAL},
    {"-save-temps", MATCH_PREFIX, ROLE_FINAL},
    {"--save-temps", MATCH_PREFIX, ROLE_FINAL},
    {"-emit-llvm", MATCH_WORD, ROLE_FINAL},
    {"-emit-ast", MATCH_WORD, ROLE_FINAL},
    {"-time", MATCH_PREFIX, ROLE_FINAL},
    {"-ftime-trace", MATCH_PREFIX, ROLE_FINAL},
    {"-ftime-report", MATCH_PREFIX, ROLE_FINAL},
    {"-fdump-", MATCH_PREFIX, ROLE_FINAL},
    {"-fopt-info", MATCH_PREFIX, ROLE_FINAL},
    {"-fsave-optimization-record", MATCH_PREFIX, ROLE_FINAL},
    {"-fpch-preprocess", MATCH_WORD, ROLE_FINAL},
    {"-fdirectives-only", MATCH_WORD, ROLE_FINAL},
    {"-frewrite-includes", MATCH_WORD, ROLE_FINAL},
    {"-aux-info", MATCH_VALUE, ROLE_FINAL},
    {"--serialize-diagnostics", MATCH_VALUE, ROLE_FINAL},
    {"-serialize-diagnostics", MATCH_VALUE, ROLE_FINAL},
    {"-MJ", MATCH_EITHER, ROLE_FINAL},
    {"-P", MATCH_WORD, ROLE_FINAL},
    {"-C", MATCH_WORD, ROLE_FINAL},
    {"-CC", MATCH_WORD, ROLE_FINAL},
    {"-dD", MATCH_WORD, ROLE_FINAL},
    {"-dI", MATCH_WORD, ROLE_FINAL},
    {"-dM", MATCH_WORD, ROLE_FINAL},
    {"-dN", MATCH_WORD, ROLE_FINAL},
    {"-dU", MATCH_WORD, ROLE_FINAL},

    // dependencies
    {"-M", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MM", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MD", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MMD", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MP", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MG", MATCH_WORD, ROLE_DEPENDENCY},
    {"-MF", MATCH_EITHER, ROLE_DEPENDENCY},
    {"-MT", MATCH_EITHER, ROLE_DEPENDENCY},
    {"-MQ", MATCH_EITHER, ROLE_DEPENDENCY},
    {"-MV", MATCH_WORD, ROLE_DEPENDENCY},

    // the preprocessor
    {"-D", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-U", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-I", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-A", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-H", MATCH_WORD, ROLE_PREPROCESSOR},
    {"-include-pch", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"-include", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"--include-directory", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"--include", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"--define-macro", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"--undefine-macro", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"--imacros", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"-imacros", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-isystem-after", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-isystem", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iquote", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-idirafter", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iprefix", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iwithprefixbefore", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iwithprefix", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iwithsysroot", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-iframework", MATCH_EITHER, ROLE_PREPROCESSOR},
    {"-imultilib", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"-ivfsoverlay", MATCH_VALUE, ROLE_PREPROCESSOR},
    {"-isysroot", MATCH_EITHER, ROLE_OPTION},
    {"-nostdinc", MATCH_WORD, ROLE_PREPROCESSOR},
    {"-undef", MATCH_WORD, ROLE_PREPROCESSOR},
    {"-Wp,", MATCH_PREFIX, ROLE_PREPROCESSOR},
    {"-Xpreprocessor", MATCH_VALUE, ROLE_PREPROCESSOR},

    // the assembler and the linker
    {"-Wa,", MATCH_PREFIX, ROLE_FINAL},
    {"-Xassembler", MATCH_VALUE, ROLE_FINAL},
    {"-Wl,", MATCH_PREFIX, ROLE_LINKER},
    {"-Xlinker", MATCH_VALUE, ROLE_LINKER},
    {"-l", MATCH_EITHER, ROLE_LINKER},
    {"-L", MATCH_EITHER, ROLE_LINKER},
    {"-Tbss", MATCH_VALUE, ROLE_LINKER},
    {"-Tdata", MATCH_VALUE, ROLE_LINKER},
    {"-Ttext", MATCH_VALUE, ROLE_LINKER},
    {"-T", MATCH_EITHER, ROLE_LINKER},
    {"-u", MATCH_EITHER, ROLE_LINKER},
    {"-z", MATCH_EITHER, ROLE_LINKER},
    {"-e", MATCH_VALUE, ROLE_LINKER},
    {"--entry", MATCH_VALUE, ROLE_LINKER},
    {"-rpath", MATCH_VALUE, ROLE_LINKER},
    {"-framework", MATCH_VALUE, ROLE_LINKER},
    {"-static", MATCH_PREFIX, ROLE_LINKER}, // and -static-pie, -static-libgcc, ...
    {"-shared", MATCH_PREFIX, ROLE_LINKER},
    {"-pie", MATCH_WORD, ROLE_LINKER},
    {"-no-pie", MATCH_WORD, ROLE_LINKER},
    {"-nopie", MATCH_WORD, ROLE_LINKER},
    {"-rdynamic", MATCH_WORD, ROLE_LINKER},
    {"-symbolic", MATCH_WORD, ROLE_LINKER},
    {"-r", MATCH_WORD, ROLE_LINKER},
    {"-s", MATCH_WORD, ROLE_LINKER},
    {"-t", MATCH_WORD, ROLE_LINKER},
    {"-nostdlib", MATCH_PREFIX, ROLE_LINKER},
    {"-nodefaultlibs", MATCH_WORD, ROLE_LINKER},
    {"-nolibc", MATCH_WORD, ROLE_LINKER},
    {"-nostartfiles", MATCH_WORD, ROLE_LINKER},
    {"-fuse-ld=", MATCH_PREFIX, ROLE_LINKER},

    // others with a value in the next word
    {"--param", MATCH_VALUE, ROLE_OPTION},
    {"--sysroot", MATCH_VALUE, ROLE_OPTION},
    {"--target", MATCH_VALUE, ROLE_OPTION},
    {"-target", MATCH_VALUE, ROLE_OPTION},
    {"-arch", MATCH_VALUE, ROLE_OPTION},
    {"-mllvm", MATCH_VALUE, ROLE_OPTION},
    {"-mthread-model", MATCH_VALUE, ROLE_OPTION},
    {"-Xclang", MATCH_VALUE, ROLE_OPTION},
    {"-Xanalyzer", MATCH_VALUE, ROLE_FINAL},
    {"-Xarch_host", MATCH_VALUE, ROLE_OPTION},
    {"-Xarch_device", MATCH_VALUE, ROLE_OPTION},
    {"-working-directory", MATCH_VALUE, ROLE_OPTION},
    {"-gcc-toolchain", MATCH_VALUE, ROLE_OPTION},
    {"-resource-dir", MATCH_VALUE, ROLE_OPTION},
    {"--config", MATCH_VALUE, ROLE_OPTION},
    {"-specs", MATCH_VALUE, ROLE_OPTION},
    {"-wrapper", MATCH_VALUE, ROLE_OPTION},
    {"-dumpbase-ext", MATCH_VALUE, ROLE_OPTION},
    {"-dumpbase", MATCH_VALUE, ROLE_OPTION},
    {"-dumpdir", MATCH_VALUE, ROLE_OPTION},
    {"-B", MATCH_EITHER, ROLE_OPTION},
    {"-F", MATCH_EITHER, ROLE_OPTION},
    {"-G", MATCH_VALUE, ROLE_OPTION},
};

// gcc's long names for short options, as `--name`, `--name=value` or `--name value`.
static const struct {
    const char *name, *option;
} long_options[] = {
    {"compile", "-c"},
    {"assemble", "-S"},
    {"preprocess", "-E"},
    {"output", "-o"},
    {"language", "-x"},
    {"dependencies", "-M"},
    {"user-dependencies", "-MM"},
    {"write-dependencies", "-MD"},
    {"write-user-dependencies", "-MMD"},
    {"verbose", "-v"},
    {"debug", "-g"},
    {"optimize", "-O"},
};

// ---- paths ----

static const char *path_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

const char *path_suffix(const char *path) {
    const char *name = path_name(path);
    const char *dot = strrchr(name, '.');
    return dot != NULL && dot != name ? dot : "";
}

const char *path_stem(struct arena *arena, const char *path) {
    const char *name = path_name(path);
    return arena_format(arena, "%.*s", (int)(strlen(name) - strlen(path_suffix(path))), name);
}

// ---- inputs ----

static bool is_one_of(const char *text, const char *const *list) {
    for (; *list != NULL; list++) {
        if (strcmp(text, *list) == 0) {
            return true;
        }
    }
    return false;
}

static enum language language_of(const char *path, const char *x) {
    static const char *const foreign_suffixes[] = {
        ".cc",  ".cp",  ".cxx", ".cpp", ".CPP", ".c++", ".C",  ".ii",  ".m",   ".mi",
        ".mm",  ".M",   ".mii", ".h",   ".hh",  ".H",   ".hp", ".hxx", ".hpp", ".HPP",
        ".h++", ".tcc", ".S",   ".sx",  ".ads", ".adb", ".f",  ".for", ".F",   ".f90",
        ".F90", ".go",  ".d",   ".bc",  ".ll",  ".cu",  ".cl", NULL,
    };
    if (x != NULL) {
        return strcmp(x, "c") == 0            ? LANGUAGE_C
               : strcmp(x, "cpp-output") == 0 ? LANGUAGE_PREPROCESSED
                                              : LANGUAGE_FOREIGN;
    }
    const char *suffix = path_suffix(path);
    if (strcmp(suffix, ".c") == 0) {
        return LANGUAGE_C;
    }
    if (strcmp(suffix, ".i") == 0) {
        return LANGUAGE_PREPROCESSED;
    }
    return is_one_of(suffix, foreign_suffixes) ? LANGUAGE_FOREIGN : LANGUAGE_OTHER;
}

static void add_argument(struct options *options, struct argument argument) {
    if (options->count == options->capacity) {
        options->capacity = options->capacity ? options->capacity * 2 : 64;
        options->arguments =
            realloc(options->arguments, options->capacity * sizeof *options->arguments);
        if (options->arguments == NULL) {
            fputs("tarrycc: error: out of memory\n", stderr);
            exit(1);
        }
    }
    options->arguments[options->count++] = argument;
}

static void add_input(struct options *options, const char *path, const char *x) {
    enum language language = language_of(path, x);
    options->input_count++;
    options->c_count += language == LANGUAGE_C || language == LANGUAGE_PREPROCESSED;
    options->foreign_count += language == LANGUAGE_FOREIGN;
    add_argument(options,
                 (struct argument){.role = ROLE_INPUT, .text = path, .language = language, .x = x});
}

// ---- options ----

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void want(struct options *options, enum goal goal) {
    if (goal < options->goal) {
        options->goal = goal;
    }
}

static bool is_query(const char *word) {
    static const char *const queries[] = {
        "-###",       "-dumpmachine",       "-dumpversion", "-dumpfullversion",
        "-dumpspecs", "--target-help",      "-help",        "-V",
        "-qversion",  "-print-search-dirs", NULL,
    };
    return is_one_of(word, queries) || starts_with(word, "-print-") ||
           starts_with(word, "--print-") || starts_with(word, "--help=");
}

// What an option means to the run as a whole. `value` is its value, joined or separate.
static void note_goal(struct options *options, const char *word) {
    static const struct {
        const char *word;
        enum goal goal;
    } goals[] = {
        {"--version", GOAL_VERSION},    {"--help", GOAL_HELP},     {"-M", GOAL_DEPENDENCIES},
        {"-MM", GOAL_DEPENDENCIES},     {"-E", GOAL_PREPROCESSED}, {"--emit-c", GOAL_EMIT_C},
        {"-fsyntax-only", GOAL_SYNTAX}, {"-S", GOAL_ASSEMBLY},     {"-c", GOAL_OBJECT},
    };
    for (size_t i = 0; i < sizeof goals / sizeof *goals; i++) {
        if (strcmp(word, goals[i].word) == 0) {
            want(options, goals[i].goal);
        }
    }
    options->is_query |= is_query(word);
}

static void note_dependency_option(struct options *options, const char *word) {
    options->wants_dependencies |= strcmp(word, "-MD") == 0 || strcmp(word, "-MMD") == 0;
    options->names_dependency_file |= starts_with(word, "-MF");
    options->names_dependency_target |= starts_with(word, "-MT") || starts_with(word, "-MQ");
    options->wants_dependencies_of_preprocessor |=
        starts_with(word, "-Wp,-MD,") || starts_with(word, "-Wp,-MMD,");
}

// The last one counts, but -Wextra does not bring back what was chosen by name.
static void note_fall_through_option(struct options *options, const char *word) {
    static const char name[] = "-Wimplicit-fallthrough";
    if (strcmp(word, "-Wextra") == 0 || strcmp(word, "-W") == 0) {
        options->warns_of_fall_through |= !options->names_fall_through;
    } else if (starts_with(word, name) || strcmp(word, "-Wno-implicit-fallthrough") == 0) {
        options->names_fall_through = true;
        options->warns_of_fall_through =
            starts_with(word, name) && strcmp(word + strlen(name), "=0") != 0;
    }
}

// The last one counts.
static void note_debug_option(struct options *options, const char *word) {
    static const char *const formats[] = {"-ggdb", "-gdwarf", "-gsplit-dwarf", "-gfull", NULL};
    if (starts_with(word, "-O")) {
        options->is_optimised = strcmp(word, "-O0") != 0 && strcmp(word, "-Og") != 0;
    }
    bool is_level = strcmp(word, "-g") == 0 || (starts_with(word, "-g") && word[2] >= '0' &&
                                                word[2] <= '9' && word[3] == '\0');
    for (size_t i = 0; formats[i] != NULL; i++) {
        is_level |= starts_with(word, formats[i]);
    }
    if (is_level) {
        options->has_debug_information = strcmp(word, "-g0") != 0 && strcmp(word, "-ggdb0") != 0;
    }
}

// Whether a list, `a,b,c`, has an item.
static bool lists(const char *list, const char *item) {
    size_t length = strlen(item);
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, item, length) == 0 && (at[length] == ',' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

// The last one counts.
static void note_sanitizer_option(struct options *options, const char *word) {
    static const char with[] = "-fsanitize=", without[] = "-fno-sanitize=";
    if (starts_with(word, with) && lists(word + sizeof with - 1, "thread")) {
        options->sanitizes_threads = true;
    } else if (starts_with(word, without) && (lists(word + sizeof without - 1, "thread") ||
                                              lists(word + sizeof without - 1, "all"))) {
        options->sanitizes_threads = false;
    }
}

static void note_option(struct options *options, const char *word) {
    static const char *const recording[] = {
        "-g3",
        "-ggdb3",
        "-gdwarf3",
        "-gstabs3",
        "-frecord-gcc-switches",
        "-frecord-command-line",
        "-grecord-command-line",
        "-grecord-gcc-switches",
        "-fdebug-macro",
        NULL,
    };
    static const char *const machines[] = {"-m16", "-m32", "-mx32", "-m64", "-target", NULL};
    note_goal(options, word);
    note_dependency_option(options, word);
    options->records_command_line |= is_one_of(word, recording);
    options->links_relocatable |= strcmp(word, "-r") == 0;
    options->links_static |= strcmp(word, "-static") == 0 || strcmp(word, "-static-pie") == 0;
    options->links_nothing |= strcmp(word, "-nostdlib") == 0 || strcmp(word, "-nodefaultlibs") == 0;
    options->saves_temporaries |=
        starts_with(word, "-save-temps") || starts_with(word, "--save-temps");
    options->saves_beside_output |= strcmp(word, "-save-temps=obj") == 0;
    options->chooses_machine |=
        is_one_of(word, machines) || starts_with(word, "--target") || starts_with(word, "-mabi=");
    options->verbose |= strcmp(word, "-v") == 0;
    options->chooses_color |= strstr(word, "color") != NULL && starts_with(word, "-f");
    options->is_pedantic |= starts_with(word, "-pedantic") || starts_with(word, "-Wpedantic") ||
                            starts_with(word, "-Weverything") || starts_with(word, "-Wgnu");
    note_fall_through_option(options, word);
    note_debug_option(options, word);
    note_sanitizer_option(options, word);
    noise_note_option(&options->noise, word);
}

static const struct known_option *find_known_option(const char *word, bool *out_joined) {
    for (size_t i = 0; i < sizeof known_options / sizeof *known_options; i++) {
        const struct known_option *known = &known_options[i];
        if (!starts_with(word, known->text)) {
            continue;
        }
        *out_joined = word[strlen(known->text)] != '\0';
        bool exact = known->match == MATCH_WORD || known->match == MATCH_VALUE;
        if (!*out_joined || !exact) {
            return known;
        }
    }
    return NULL;
}

// gcc's `--output=x` and the like as the short option they stand for; `word` itself otherwise.
static const char *short_form(struct arena *arena, const char *word) {
    if (!starts_with(word, "--")) {
        return word;
    }
    for (size_t i = 0; i < sizeof long_options / sizeof *long_options; i++) {
        size_t length = strlen(long_options[i].name);
        if (strncmp(word + 2, long_options[i].name, length) != 0) {
            continue;
        }
        const char *rest = word + 2 + length;
        if (*rest == '\0' || *rest == '=') {
            return arena_format(arena, "%s%s", long_options[i].option, *rest ? rest + 1 : "");
        }
    }
    return word;
}

// One option that begins at words[*at]; advances *at past its value. false: the value is missing.
static bool parse_option(struct options *options, const struct words *words, size_t *at,
                         const char *word, const char **language) {
    bool joined = false;
    const struct known_option *known = find_known_option(word, &joined);
    struct argument argument = {.role = known ? known->role : ROLE_OPTION, .text = word};
    if (known != NULL && !joined && (known->match == MATCH_VALUE || known->match == MATCH_EITHER)) {
        if (*at + 1 == words->count) {
            fprintf(stderr, "tarrycc: error: missing argument to '%s'\n", word);
            return false;
        }
        argument.value = words->data[++*at];
    }
    const char *value = argument.value != NULL ? argument.value
                        : known                ? word + strlen(known->text)
                                               : "";
    if (known != NULL && strcmp(known->text, "-o") == 0) {
        options->output = value;
    } else if (argument.role == ROLE_LANGUAGE) {
        *language = strcmp(value, "none") == 0 ? NULL : value;
    }
    note_option(options, word);
    add_argument(options, argument);
    return true;
}

// --launch, as the first word: the words up to the first option are the compiler. Returns how many words that were.
static size_t take_launched(const struct words *words, struct options *options) {
    size_t at = 0;
    if (words->count > 0 && strcmp(words->data[0], "--launch") == 0) {
        for (at = 1; at < words->count && words->data[at][0] != '-'; at++) {
            words_add(&options->launched, words->data[at]);
        }
    }
    return at;
}

static bool parse_words(struct arena *arena, const struct words *words, struct options *options) {
    const char *language = NULL;
    bool only_inputs = false, known_warning = true;
    for (size_t i = take_launched(words, options); i < words->count; i++) {
        const char *word = words->data[i];
        if (only_inputs) {
            add_input(options, word[0] == '-' ? arena_format(arena, "./%s", word) : word, language);
        } else if (word[0] != '-' || word[1] == '\0') {
            add_input(options, word, language);
        } else if (strcmp(word, "--") == 0) {
            only_inputs = true;
        } else if (strcmp(word, "--emit-c") == 0) {
            note_goal(options, word);
        } else if (strcmp(word, "--frames") == 0) {
            want(options, GOAL_FRAMES);
        } else if (strcmp(word, "--dump") == 0 || starts_with(word, "--dump=")) {
            options->dump =
                word + strlen(word[6] ? "--dump="
                                      : "--dump"); // no pass: there is an error that names them
            want(options, GOAL_DUMP);
        } else if (warnings_option(arena, &options->warnings, word, &known_warning)) {
            if (!known_warning) {
                fprintf(stderr, "tarrycc: error: unrecognized command-line option '%s'\n", word);
                return false;
            }
        } else if (!parse_option(options, words, &i, short_form(arena, word), &language)) {
            return false;
        }
    }
    return true;
}

bool options_parse(struct arena *arena, int count, char **words, struct options *out_options) {
    struct options options = {.goal = GOAL_PROGRAM};
    struct words all = {0};
    for (int i = 0; i < count; i++) {
        words_add(&all, words[i]);
    }
    bool ok = words_expand_files(arena, &all) && parse_words(arena, &all, &options);
    if (ok && all.count > 0 && strcmp(all.data[0], "--launch") == 0 &&
        options.launched.count == 0) {
        fputs("tarrycc: error: no compiler stands behind --launch\n", stderr);
        ok = false;
    }
    free(all.data);
    if (ok) {
        *out_options = options;
    } else {
        free(options.arguments);
    }
    return ok;
}
