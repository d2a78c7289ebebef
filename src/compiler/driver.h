// One run of tarrycc: what was asked for, what it works with, and the C inputs on their way through
// it.
#ifndef TARRY_COMPILER_DRIVER_H
#define TARRY_COMPILER_DRIVER_H

#include "compiler/driver_home.h"
#include "compiler/driver_options.h"
#include "compiler/driver_scratch.h"

enum unit_state {
    UNIT_PLAIN,      // no async code: the compiler reads the user's own file
    UNIT_TRANSLATED, // the compiler reads `text` from a scratch file
    UNIT_FAILED,     // errors were printed: it is left out
};

// A C input.
struct unit {
    const struct argument *input;
    enum unit_state state;
    struct buffer text; // preprocessed; once translated, what tarrycc made of it
    const char *file;   // the scratch file of a translated unit
};

struct driver {
    struct arena *arena;
    struct options options;
    struct home home;
    struct words compiler;
    struct scratch scratch;
    struct unit *units; // options.c_count, in the order of the command line
    int input;          // a copy of standard input, if it is an input; else -1
};

// driver_main is tarrycc: it returns the exit status. It may not return but become the compiler.
int driver_main(int argument_count, char **arguments);

// ---- the command lines (driver_commands.c) ----

// What a preprocessor run shall be for.
enum preprocess_purpose {
    PREPROCESS_TO_COMPILE, // also writes the dependency file
    PREPROCESS_TO_SHOW,
    PREPROCESS_WITHOUT_TARRY, // as the plain compiler would,
    PREPROCESS_WITH_TARRY,    // and the same for Tarry: to compare the two
};

// command_to_preprocess prints `unit`'s preprocessed text on standard output.
struct words command_to_preprocess(struct driver *driver, const struct unit *unit,
                                   enum preprocess_purpose purpose);

// command_to_assemble prints the assembler text of `file`, translated, on standard output: not that of
// the program, only one that tells sizes.
struct words command_to_assemble(struct driver *driver, const char *file);

// command_to_finish compiles, assembles and links all units as they are now, and everything else on
// the command line. `adds_tarry` tells whether plain units are compiled with Tarry's headers in
// reach.
struct words command_to_finish(struct driver *driver, bool adds_tarry);

// command_to_check_syntax is what is left to do for a program that cannot be linked: show the
// errors of its other units.
struct words command_to_check_syntax(struct driver *driver);

// command_to_pass_on is the user's command as it stands.
struct words command_to_pass_on(struct driver *driver, bool adds_tarry);

// The parts they are made of: the compiler's words; one argument of the user's; libtarry, if the
// command links (driver_link.c).
struct words command_start(const struct driver *driver);
void command_add_argument(struct words *words, const struct argument *argument);
void command_add_library(struct driver *driver, struct words *words);

#endif
