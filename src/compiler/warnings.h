// Warnings of the language: what may be right, but mostly is not. Each has a name, by which a user
// turns it off, makes it an error, or both for a stretch of code:
//
//     -Wtarry-NAME  -Wno-tarry-NAME  -Werror=tarry-NAME  -Wno-error=tarry-NAME
//     -Wframe=N -Wno-frame: whether tarry-frame has a limit at all, for that costs a run of the compiler
//     -Wtarry  -Wno-tarry (all of them)   -Werror  -Wno-error  -w
//     TARRY_DIAGNOSTIC(push) TARRY_DIAGNOSTIC(ignored "-Wtarry-NAME") TARRY_DIAGNOSTIC(pop)
//
// All are on by default. The name belongs to the rule: who reports calls warning_at with the rule.
#ifndef TARRY_COMPILER_WARNINGS_H
#define TARRY_COMPILER_WARNINGS_H

#include "compiler/compiler.h"

enum { WARNINGS_MAX = 32 };

enum warning_severity { WARNING_OFF, WARNING_ON, WARNING_ERROR };

// Names that -Wtarry-blocking=a,b and -Wno-tarry-blocking=a,b give, in order.
struct warning_name {
    struct warning_name *next;
    const char *name;
    bool blocks;
};

// What the command line says. All zero is the default.
struct warning_options {
    bool silent;         // -w
    bool all_are_errors; // -Werror
    struct {
        bool off;         // -Wno-tarry-NAME
        bool error;       // -Werror=tarry-NAME
        bool never_error; // -Wno-error=tarry-NAME
    } of[WARNINGS_MAX];   // by place in the table of warnings.c
    struct warning_name *blocking, *last_blocking;
    uint64_t frame_limit; // -Wframe=N, in bytes; 0: there is none
};

// warnings_option reads one word of the command line. Returns whether it is tarrycc's alone, and so
// nothing for the C compiler. *out_known: false if it names no warning there is.
bool warnings_option(struct arena *arena, struct warning_options *options, const char *word,
                     bool *out_known);

// warnings_pragma is told each pragma line, in order, when `token` is the next one. Returns whether
// it is tarrycc's alone.
bool warnings_pragma(struct compilation *c, uint32_t token, const char *text, size_t length);

// warnings_severity tells what becomes of a warning of `rule` at `token`. *out_name: what to call
// it behind "-W" or "-Werror=", NULL if it has no name.
enum warning_severity warnings_severity(struct compilation *c, uint32_t token, const char *rule,
                                        const char **out_name);

// warnings_is_system tells whether a token stands in a system header, where the user can change
// nothing. What a system header's macro became in the user's own code is not meant.
bool warnings_is_system(const struct compilation *c, uint32_t token);

#endif
