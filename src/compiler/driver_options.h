// The command line of tarrycc, which is that of gcc and clang: each word is given the role it plays in the two compiler
// runs tarrycc makes of it, the preprocessor's and the final one. Options nobody heard of are kept, in their place.
#ifndef TARRY_COMPILER_DRIVER_OPTIONS_H
#define TARRY_COMPILER_DRIVER_OPTIONS_H

#include "compiler/compiler.h"

enum role {
    ROLE_OPTION,       // both runs
    ROLE_PREPROCESSOR, // the preprocessor run; the final one too when it reads a source file (-D, -I, -include)
    ROLE_DEPENDENCY,   // the same, for -MD and its family
    ROLE_FINAL,        // only the final run: -c, -o, what the linker, the assembler and the optimiser's reports are told
    ROLE_LINKER,       // the same, and nothing that links can do without
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

    // dependency output, besides -M and -MM
    bool wants_dependencies; // -MD, -MMD
    bool names_dependency_file, names_dependency_target;
    bool wants_dependencies_of_preprocessor; // -Wp,-MD,file

    bool links_relocatable, links_static, links_nothing; // -r; -static; -nostdlib and -nodefaultlibs
    bool saves_temporaries, saves_beside_output;         // -save-temps; =obj
    bool records_command_line; // the debug information or the object tells macros or options: -g3, -frecord-...
    bool accepts_fall_through_comments; // -Wextra without -Wimplicit-fallthrough
    bool chooses_color;
    bool verbose;
    bool is_query; // asks something of the compiler, which answers: passed on as it is
};

// options_parse reads the words of a command line, @files expanded. false: it said what is wrong.
bool options_parse(struct arena *arena, int count, char **words, struct options *out_options);

// words_split cuts `text` into words as @files are: at white space, with '...', "..." and \x; appends to *words.
struct words {
    const char **data; // ends with NULL once something was added
    size_t count, capacity;
};
void words_add(struct words *words, const char *word);
void words_split(struct arena *arena, const char *text, struct words *words);
// words_quote appends `word` to `out` so that words_split and the compilers read it back.
void words_quote(struct buffer *out, const char *word);

// path_stem returns the file name in `path` without folders and suffix; path_suffix its suffix with the dot, "" for none.
const char *path_stem(struct arena *arena, const char *path);
const char *path_suffix(const char *path);

#endif
