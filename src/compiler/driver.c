// tarrycc as its user sees it. For each C input:
//
//     preprocess (the user's compiler, -E) -> has it async words? -> no:  the compiler reads the
//     user's file
//                                                                -> yes: translate, the compiler
//                                                                reads a scratch file
//
// Then the compiler runs once, with the user's options, over all inputs. The scratch file has the
// name of the input with the suffix .i, so that everything the compiler derives from it (objects,
// .gcno, .su, saved temporaries) is called as ever, and the line markers in it name the user's file
// to the debugger. Without a scratch file tarrycc becomes the compiler.
#include "compiler/driver.h"
#include "compiler/driver_process.h"
#include "compiler/frame_sizes.h"
#include "compiler/translate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef TARRY_VERSION
#define TARRY_VERSION "0.1.0"
#endif

static const char help_text[] =
    "Usage: tarrycc [options of gcc or clang] file...\n"
    "\n"
    "Compiles C with async/await. Takes every option of the compiler it wraps and treats\n"
    "files without async code as that compiler does.\n"
    "\n"
    "  --emit-c       print the C that the async code becomes (or write it to the -o file)\n"
    "  --dump=PASS    print what a pass made: %s\n"
    "  --frames       print how large each future is, and what takes the room\n"
    "  -Wframe=BYTES  warn of each future larger than that\n"
    "  -Wno-tarry-NAME, -Werror=tarry-NAME: its own warnings, as the messages name them\n"
    "  --launch CC... use this compiler; the first word, where another program calls tarrycc\n"
    "                 in front of its compiler (CMake's C_COMPILER_LAUNCHER)\n"
    "  --version      print the versions of the compiler and of Tarry\n"
    "  --help         print this; --help=common and the like print the compiler's\n"
    "\n"
    "  TARRY_CC       the compiler to use, with options if need be: \"clang\", \"ccache gcc\";\n"
    "                 otherwise gcc or clang, the first on the PATH\n"
    "  TARRY_HOME     the prefix Tarry is installed in, if it is not to be found by itself\n"
    "\n"
    "  CC=tarrycc make       tarrycc hello.c -o hello && ./hello\n"
    "\n"
    "man tarrycc has it all, also what programs look at: TARRY_WORKERS, TARRY_REACTOR, ...\n";

// ---- async words ----

static bool is_identifier_character(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Whether one of the reserved spellings, or another thing that only tarrycc knows, stands in the
// text. That it may stand in a string only
// costs a translation that changes nothing.
static bool has_async_words(const struct buffer *text) {
    static const char *const words[] = {
        "_Async", "_Await",    "_Spawn", "_Concurrent", "_Parallel", "_Within",  "_Race",
        "_When",  "_Blocking", "_Defer", "_Locks",      "_Trylocks", "_Unlocks", "_Blocks"};
    static const char PRAGMA[] = "#pragma tarry";
    const char *at = text->data, *end = at + text->length;
    if (memmem(at, text->length, PRAGMA, sizeof PRAGMA - 1) != NULL) {
        return true; // of which the compiler would warn
    }
    while (at != NULL && at < end && (at = memchr(at, '_', (size_t)(end - at))) != NULL) {
        if (memchr("ASCPWRBDLTU", at[1], 11) != NULL &&
            (at == text->data || !is_identifier_character(at[-1]))) {
            for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                size_t length = strlen(words[i]);
                if (strncmp(at, words[i], length) == 0 && !is_identifier_character(at[length])) {
                    return true;
                }
            }
        }
        at++;
    }
    return false;
}

// Whether a text without async words has functions that begin with the word `async`, because
// <tarry.h> was forgotten. The compiler's errors do not tell that.
static bool has_forgotten_header(const struct buffer *text) {
    static const char *const types[] = {"int ",   "void ",   "static ",  "struct ",
                                        "char ",  "size_t ", "ssize_t ", "bool ",
                                        "_Bool ", "long ",   "unsigned "};
    static const char WORD[] = "async ";
    const char *at = text->data, *end = at + text->length;
    while ((at = memmem(at, (size_t)(end - at), WORD, sizeof WORD - 1)) != NULL) {
        bool begins = at == text->data || at[-1] == '\n' ||
                      (at - text->data > 7 && memcmp(at - 7, "static ", 7) == 0);
        at += sizeof WORD - 1;
        for (size_t i = 0; begins && i < sizeof types / sizeof *types; i++) {
            if (strncmp(at, types[i], strlen(types[i])) == 0) {
                return true;
            }
        }
    }
    return false;
}

// ---- one unit ----

static bool read_whole(int fd, struct buffer *text) {
    static char piece[1 << 16];
    ssize_t size;
    while ((size = read(fd, piece, sizeof piece)) != 0) {
        if (size > 0) {
            buffer_append(text, piece, (size_t)size);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

// Standard input can be read once, and is needed twice.
static bool copy_standard_input(struct driver *driver) {
    struct buffer text = {0};
    driver->input = memfd_create("stdin", MFD_CLOEXEC);
    bool copied = driver->input >= 0 && read_whole(STDIN_FILENO, &text);
    for (size_t done = 0; copied && done < text.length;) {
        ssize_t size = write(driver->input, text.data + done, text.length - done);
        copied = size > 0 || errno == EINTR;
        done += size > 0 ? (size_t)size : 0;
    }
    if (!copied) {
        fprintf(stderr, "tarrycc: error: cannot read standard input: %s\n", strerror(errno));
    }
    buffer_destroy(&text);
    return copied;
}

static int input_from_start(const struct driver *driver) {
    if (driver->input >= 0) {
        lseek(driver->input, 0, SEEK_SET);
    }
    return driver->input;
}

static bool is_standard_input(const struct unit *unit) {
    return strcmp(unit->input->text, "-") == 0;
}

static int preprocess(struct driver *driver, const struct unit *unit,
                      enum preprocess_purpose purpose, struct buffer *text, struct buffer *errors) {
    struct words command = command_to_preprocess(driver, unit, purpose);
    if (driver->options.verbose && purpose == PREPROCESS_TO_COMPILE) {
        process_show(command.data);
    }
    int status = process_capture(command.data, input_from_start(driver), text, errors);
    free(command.data);
    return status;
}

// A .i file is what the preprocessor would have made. One that cannot be read is left to the
// compiler to complain about.
static int read_preprocessed(const struct driver *driver, const struct unit *unit,
                             struct buffer *text) {
    FILE *file = is_standard_input(unit) ? fdopen(dup(input_from_start(driver)), "r")
                                         : fopen(unit->input->text, "r");
    if (file == NULL) {
        if (errno == ENOMEM) {
            out_of_memory();
        }
        return 1;
    }
    bool read = read_whole(fileno(file), text);
    fclose(file);
    return read ? 0 : 1;
}

static bool save_text(struct driver *driver, const struct unit *unit, const char *suffix) {
    const char *output = driver->options.output;
    const char *slash = output != NULL ? strrchr(output, '/') : NULL;
    int folder =
        driver->options.saves_beside_output && slash != NULL ? (int)(slash + 1 - output) : 0;
    const char *path = arena_format(driver->arena, "%.*s%s%s", folder, output,
                                    path_stem(driver->arena, unit->input->text), suffix);
    return strcmp(path, unit->input->text) == 0 ||
           file_write(path, unit->text.data, unit->text.length);
}

// What the probe of frame_sizes.c says. false: the compiler would not compile it, and has said why.
static bool find_frame_sizes(struct driver *driver, const struct unit *unit,
                             struct compilation *c) {
    struct buffer probe = {0}, text = {0}, errors = {0};
    frame_probe(c, &probe);
    const char *stem = path_stem(driver->arena, unit->input->text);
    const char *file =
        scratch_write(&driver->scratch, arena_format(driver->arena, "%s.frames.i", stem),
                      probe.data, probe.length);
    bool found = false;
    if (file != NULL) {
        struct words command = command_to_assemble(driver, file);
        int status = process_capture(command.data, -1, &text, &errors);
        buffer_append(&text, "", 0);
        found = status == 0 && frame_sizes_read(c, text.data);
        if (!found) {
            fwrite(errors.data != NULL ? errors.data : "", 1, errors.length, stderr);
        }
        free(command.data);
    }
    buffer_destroy(&probe);
    buffer_destroy(&text);
    buffer_destroy(&errors);
    return found;
}

// --frames and -Wframe=N. A unit that does not compile has no frames: for -Wframe=N the compiler's own
// run will tell why.
static bool look_at_frames(struct driver *driver, const struct unit *unit, struct compilation *c) {
    bool shows = driver->options.goal == GOAL_FRAMES;
    uint64_t limit = driver->options.warnings.frame_limit;
    if (!shows && limit == 0) {
        return true;
    }
    if (!find_frame_sizes(driver, unit, c)) {
        return false;
    }
    if (shows) {
        frame_sizes_print(c, stdout);
    }
    if (limit > 0) {
        frame_sizes_check(c, limit);
    }
    return error_count(c) == 0;
}

static enum unit_state translate_text(struct driver *driver, struct unit *unit) {
    struct compilation c = {.arena = arena_new(),
                            .dump = driver->options.dump,
                            .warnings = &driver->options.warnings,
                            .noise = &driver->options.noise,
                            .is_clang = compiler_is_clang(&driver->compiler)};
    c.is_for_debugger = driver->options.has_debug_information && !driver->options.is_optimised;
    c.source = source_new(c.arena, unit->text.data, unit->text.length, unit->input->text);
    enum unit_state state = translate(&c) ? UNIT_TRANSLATED : UNIT_FAILED;
    if (state == UNIT_TRANSLATED && driver->options.goal != GOAL_DUMP &&
        !look_at_frames(driver, unit, &c)) {
        state = UNIT_FAILED;
    }
    if (state == UNIT_TRANSLATED && driver->options.goal != GOAL_DUMP) {
        bool changed = c.output.length != unit->text.length ||
                       memcmp(c.output.data, unit->text.data, c.output.length) != 0;
        bool saves = driver->options.saves_temporaries && changed;
        bool saved = !saves || save_text(driver, unit, ".i");
        state = !saved ? UNIT_FAILED : changed ? UNIT_TRANSLATED : UNIT_PLAIN;
        buffer_destroy(&unit->text);
        unit->text = c.output;
    } else {
        buffer_destroy(&c.output);
    }
    arena_free(c.arena);
    return state;
}

// What the preprocessor says of a plain unit the compiler will say again, so it is only shown for
// others. A preprocessor that could not be started leaves unknown what the unit is.
static void prepare_unit(struct driver *driver, struct unit *unit) {
    struct buffer errors = {0};
    bool shows = driver->options.goal == GOAL_EMIT_C || driver->options.goal == GOAL_DUMP ||
                 driver->options.goal == GOAL_FRAMES;
    bool is_preprocessed = unit->input->language == LANGUAGE_PREPROCESSED;
    bool keeps_dependencies =
        !shows || (driver->options.goal == GOAL_EMIT_C && driver->options.names_dependency_file);
    int status = is_preprocessed
                     ? read_preprocessed(driver, unit, &unit->text)
                     : preprocess(driver, unit,
                                  keeps_dependencies ? PREPROCESS_TO_COMPILE : PREPROCESS_TO_SHOW,
                                  &unit->text, &errors);
    buffer_append(&unit->text, "", 0);
    bool has_words = has_async_words(&unit->text);
    if (has_words || shows) {
        fwrite(errors.data != NULL ? errors.data : "", 1, errors.length, stderr);
    }
    bool is_known = status != PROCESS_NOT_STARTED || errors.length > 0;
    if (!has_words && has_forgotten_header(&unit->text)) {
        fprintf(stderr, "%s: hint: async and await are words once <tarry.h> is included\n",
                unit->input->text);
    }
    if (!has_words && !shows && is_known) {
        unit->state = UNIT_PLAIN;
    } else if (status != 0) {
        unit->state = UNIT_FAILED;
    } else {
        unit->state = translate_text(driver, unit);
        if (unit->state == UNIT_TRANSLATED && driver->options.saves_temporaries &&
            !save_text(driver, unit, ".tarry.c")) {
            unit->state = UNIT_FAILED;
        }
    }
    buffer_destroy(&errors);
}

// ---- all units ----

static size_t count_units(const struct driver *driver, enum unit_state state) {
    size_t count = 0;
    for (size_t i = 0; i < driver->options.c_count; i++) {
        count += driver->units[i].state == state;
    }
    return count;
}

// -D__TARRYCC__ and Tarry's folder show up in an object file only where it records macros or
// options. There a plain unit that they do not change is compiled without them, so that its object
// is the plain compiler's.
static bool plain_units_need_tarry(struct driver *driver) {
    if (!driver->options.records_command_line) {
        return true;
    }
    bool need = false;
    for (size_t i = 0; i < driver->options.c_count && !need; i++) {
        struct unit *unit = &driver->units[i];
        if (unit->state == UNIT_PLAIN && unit->input->language == LANGUAGE_C) {
            struct buffer without = {0}, with = {0}, errors = {0};
            need = preprocess(driver, unit, PREPROCESS_WITHOUT_TARRY, &without, &errors) != 0 ||
                   preprocess(driver, unit, PREPROCESS_WITH_TARRY, &with, &errors) != 0 ||
                   without.length != with.length ||
                   memcmp(without.data, with.data, with.length) != 0;
            buffer_destroy(&without);
            buffer_destroy(&with);
            buffer_destroy(&errors);
        }
    }
    return need;
}

// A command that compiles other languages too cannot define __TARRYCC__ for the C alone: there all
// C is compiled as the preprocessor left it.
static void use_texts_beside_other_languages(struct driver *driver) {
    for (size_t i = 0; i < driver->options.c_count; i++) {
        struct unit *unit = &driver->units[i];
        if (driver->options.foreign_count > 0 && unit->state == UNIT_PLAIN &&
            unit->text.length > 0) {
            unit->state = UNIT_TRANSLATED;
        }
    }
}

static bool write_scratch_files(struct driver *driver) {
    for (size_t i = 0; i < driver->options.c_count; i++) {
        struct unit *unit = &driver->units[i];
        if (unit->state == UNIT_TRANSLATED) {
            const char *stem = path_stem(driver->arena, unit->input->text);
            unit->file = scratch_write(&driver->scratch, arena_format(driver->arena, "%s.i", stem),
                                       unit->text.data, unit->text.length);
            if (unit->file == NULL) {
                return false;
            }
            buffer_destroy(&unit->text);
        }
    }
    return true;
}

// gcc does not leave an old object where the new one could not be made; make would take it for
// good.
static void remove_outputs_of_failed(struct driver *driver) {
    const struct options *options = &driver->options;
    if (options->goal != GOAL_OBJECT && options->goal != GOAL_ASSEMBLY) {
        return;
    }
    for (size_t i = 0; i < options->c_count; i++) {
        const struct unit *unit = &driver->units[i];
        const char *output = options->output;
        if (output == NULL) {
            output =
                arena_format(driver->arena, "%s%s", path_stem(driver->arena, unit->input->text),
                             options->goal == GOAL_OBJECT ? ".o" : ".s");
        }
        struct stat status;
        if (unit->state == UNIT_FAILED && stat(output, &status) == 0 && S_ISREG(status.st_mode)) {
            unlink(output);
        }
    }
}

// Runs the compiler over what is there; becomes it when nothing is to be cleaned up afterwards.
static int run_compiler(struct driver *driver, struct words command) {
    if (driver->options.verbose) {
        process_show(command.data);
    }
    bool alone = driver->scratch.folder == NULL && count_units(driver, UNIT_FAILED) == 0;
    int status = alone ? process_replace(command.data, input_from_start(driver))
                       : process_run(command.data, input_from_start(driver));
    free(command.data);
    return status;
}

static int finish(struct driver *driver) {
    use_texts_beside_other_languages(driver);
    if (!write_scratch_files(driver)) {
        return 1;
    }
    size_t failed = count_units(driver, UNIT_FAILED);
    if (failed == 0) {
        return run_compiler(driver, command_to_finish(driver, plain_units_need_tarry(driver)));
    }
    remove_outputs_of_failed(driver);
    size_t left = driver->options.c_count - failed + driver->options.foreign_count;
    if (left > 0 && driver->options.goal == GOAL_PROGRAM) {
        run_compiler(driver, command_to_check_syntax(driver));
    } else if (left > 0) {
        run_compiler(driver, command_to_finish(driver, true));
    }
    return 1;
}

static int cannot_write(void) {
    if (process_interrupted() == 0) { // a pipe that nobody reads any more is no news
        fprintf(stderr, "tarrycc: error: cannot write the output: %s\n", strerror(errno));
    }
    return 1;
}

// What was printed piece by piece arrived, or not.
static int show_end(void) {
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : cannot_write();
}

static int emit_c(struct driver *driver) {
    struct buffer all = {0};
    for (size_t i = 0; i < driver->options.c_count; i++) {
        buffer_append(&all, driver->units[i].text.data, driver->units[i].text.length);
    }
    const char *output = driver->options.output;
    bool to_output = output == NULL || strcmp(output, "-") == 0;
    bool written =
        to_output ? fwrite(all.data, 1, all.length, stdout) == all.length && fflush(stdout) == 0
                  : file_write(output, all.data, all.length);
    int status = written ? 0 : to_output ? cannot_write() : 1;
    buffer_destroy(&all);
    return status;
}

static void list_units(struct driver *driver) {
    const struct options *options = &driver->options;
    size_t unit = 0;
    driver->units = arena_allocate(driver->arena, (options->c_count + 1) * sizeof *driver->units);
    for (size_t i = 0; i < options->count; i++) {
        const struct argument *argument = &options->arguments[i];
        if (argument->role == ROLE_INPUT &&
            (argument->language == LANGUAGE_C || argument->language == LANGUAGE_PREPROCESSED)) {
            driver->units[unit++].input = argument;
        }
    }
}

static int compile(struct driver *driver) {
    const struct options *options = &driver->options;
    process_catch_signals();
    for (size_t unit = 0; unit < options->c_count; unit++) {
        if (is_standard_input(&driver->units[unit]) && driver->input < 0 &&
            !copy_standard_input(driver)) {
            return 1;
        }
        prepare_unit(driver, &driver->units[unit]);
        if (process_interrupted() != 0) {
            return 1;
        }
    }
    if (options->goal == GOAL_DUMP || options->goal == GOAL_FRAMES ||
        options->goal == GOAL_EMIT_C) {
        bool failed = count_units(driver, UNIT_FAILED) > 0;
        return failed ? 1 : options->goal == GOAL_EMIT_C ? emit_c(driver) : show_end();
    }
    return finish(driver);
}

// ---- what is not a compilation ----

static int print_version(struct driver *driver) {
    struct words command = {0};
    int status = compiler_find(driver->arena, &driver->options.launched, &command) ? 0 : 1;
    if (status == 0) {
        words_add(&command, "--version");
        status = process_run(command.data, -1);
    }
    printf("tarrycc (Tarry) %s\n", TARRY_VERSION);
    free(command.data);
    return status;
}

static bool check_goal(const struct options *options) {
    if (options->goal == GOAL_DUMP && !translate_has_dump(options->dump)) {
        fprintf(stderr, "tarrycc: error: ");
        if (*options->dump) {
            fprintf(stderr, "no pass is called '%s'; ", options->dump);
        } else {
            fprintf(stderr, "--dump=PASS wants a pass; ");
        }
        fprintf(stderr, "there are %s\n", translate_dumps());
        return false;
    }
    bool shows =
        options->goal == GOAL_DUMP || options->goal == GOAL_EMIT_C || options->goal == GOAL_FRAMES;
    if (shows && options->c_count == 0) {
        fprintf(stderr, "tarrycc: error: no C input file\n");
        return false;
    }
    return true;
}

static int run(struct driver *driver) {
    const struct options *options = &driver->options;
    if (options->goal == GOAL_VERSION) {
        return print_version(driver);
    }
    if (options->goal == GOAL_HELP) {
        printf(help_text, translate_dumps());
        return show_end();
    }
    if (!check_goal(options) ||
        !compiler_find(driver->arena, &options->launched, &driver->compiler)) {
        return 1;
    }
    if (options->verbose) {
        fprintf(stderr, "tarrycc (Tarry) %s\n", TARRY_VERSION);
    }
    if (options->input_count == 0) {
        return run_compiler(driver, command_to_pass_on(driver, false));
    }
    if (!home_find(driver->arena, &driver->home)) {
        return 1;
    }
    list_units(driver);
    bool compiles = options->c_count > 0 && options->goal >= GOAL_EMIT_C && !options->is_query;
    return compiles ? compile(driver) : run_compiler(driver, command_to_pass_on(driver, true));
}

int driver_main(int argument_count, char **arguments) {
    struct driver driver = {.arena = arena_new(), .input = -1};
    driver.scratch.arena = driver.arena;
    int status = 1;
    if (options_parse(driver.arena, argument_count - 1, arguments + 1, &driver.options)) {
        status = run(&driver);
    }
    scratch_remove(&driver.scratch);
    if (process_interrupted() != 0) {
        process_die(process_interrupted());
    }
    free(driver.options.arguments);
    free(driver.options.launched.data);
    free(driver.compiler.data);
    arena_free(driver.arena);
    return status;
}
