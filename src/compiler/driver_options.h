// The command line of tarrycc, which is that of gcc and clang: each word is given the role it plays
// in the two compiler runs tarrycc makes of it, the preprocessor's and the final one. Options
// nobody heard of are kept, in their place.
#ifndef TARRY_COMPILER_DRIVER_OPTIONS_H
#define TARRY_COMPILER_DRIVER_OPTIONS_H

#include "compiler/driver_words.h"
#include "compiler/warnings.h"

enum role {
    ROLE_OPTION,       // both runs
    ROLE_PREPROCESSOR, // -D, -I: the preprocessor run; the final one too if that reads a source
    ROLE_DEPENDENCY,   // -MD and its family: the same
    ROLE_FINAL,        // only the final run: -c, -o, reports of the optimiser, assembler options
    ROLE_LINKER,       // the same: what the linker is told
    ROLE_LANGUAGE,     // -x: its effect stands in each input
    ROLE_INPUT,
};

enum language {
    LANGUAGE_OTHER,        // objects, libraries, linker scripts: nothing to compile
    LANGUAGE_C,            // to be preprocessed and, if it has async code, translated
    LANGUAGE_PREPROCESSED, // .i: the same without preprocessing
    LANGUAGE_FOREIGN,      // compiled, but not C: C++, assembler, headers
};

// What the run shall end in. The first that applies, as the compilers see it.
enum goal {
    GOAL_VERSION,
    GOAL_HELP,
    GOAL_DEPENDENCIES, // -M, -MM
    GOAL_PREPROCESSED, // -E
    GOAL_EMIT_C,       // --emit-c
    GOAL_DUMP,         // --dump=PASS
    GOAL_FRAMES,       // --frames
    GOAL_SYNTAX,       // -fsyntax-only
    GOAL_ASSEMBLY,     // -S
    GOAL_OBJECT,       // -c
    GOAL_PROGRAM,
};

struct argument {
    enum role role;
    const char *text;       // the word as written
    const char *value;      // its separate value, the next word, or NULL
    enum language language; // of an input
    const char *x;          // the -x in force at an input, NULL for none
};

struct options {
    struct argument *arguments;
    size_t count, capacity;
    enum goal goal;
    size_t input_count, c_count, foreign_count; // c_count: LANGUAGE_C and LANGUAGE_PREPROCESSED
    const char *output;                         // -o
    const char *dump;                           // --dump=PASS
    struct words launched;                      // --launch COMPILER...: empty if there is none

    // dependency output, besides -M and -MM
    bool wants_dependencies; // -MD, -MMD
    bool names_dependency_file, names_dependency_target;
    bool wants_dependencies_of_preprocessor; // -Wp,-MD,file

    bool links_relocatable, links_static,
        links_nothing;                           // -r; -static; -nostdlib and -nodefaultlibs
    bool saves_temporaries, saves_beside_output; // -save-temps; =obj
    bool records_command_line;  // the debug information or the object tells macros or options: -g3,
                                // -frecord-...
    bool warns_of_fall_through; // -Wextra, -Wimplicit-fallthrough: gcc then reads comments
    bool names_fall_through;
    bool is_pedantic; // perhaps: extensions are warned of
    bool chooses_color;
    bool sanitizes_threads; // -fsanitize=thread
    bool chooses_machine;   // -m32, --target and the like: perhaps not what libtarry was built for
    bool verbose;
    bool has_debug_information, is_optimised; // -g; -O1 and above, which -Og is not
    struct warning_options warnings;
    struct noise noise;
    bool is_query; // asks something of the compiler, which answers: passed on as it is
};

// options_parse reads the words of a command line, @files expanded. false: it said what is wrong.
bool options_parse(struct arena *arena, int count, char **words, struct options *out_options);

// path_stem returns the file name in `path` without folders and suffix; path_suffix its suffix with
// the dot, "" for none.
const char *path_stem(struct arena *arena, const char *path);
const char *path_suffix(const char *path);

#endif
