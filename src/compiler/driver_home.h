// Where tarrycc lies, and what it therefore uses: Tarry's headers and library, and the compiler.
#ifndef TARRY_COMPILER_DRIVER_HOME_H
#define TARRY_COMPILER_DRIVER_HOME_H

#include "compiler/driver_options.h"

struct home {
    const char *include_folder;
    const char *folder_of_library;
    bool is_standard_include; // the compiler looks there by itself
    bool is_standard_library; // the dynamic linker looks there by itself
};

// home_find looks, in this order, at: $TARRY_HOME, a prefix Tarry is installed in; the file
// tarrycc.paths beside the program, which the build writes (first line the headers' folder, second
// the library's); the prefix the program itself is installed in. false: it said that it could not
// find the headers.
bool home_find(struct arena *arena, struct home *out_home);

// compiler_find gives the words that start the compiler: `launched`, if there are any; else
// $TARRY_CC; else gcc or clang, the first that is on $PATH. Never tarrycc itself, under whatever
// name. false: it said what is missing.
bool compiler_find(struct arena *arena, const struct words *launched, struct words *out_words);

// compiler_is_clang tells by the name; compiler_is_native whether the name is the system's own
// compiler's, not a cross compiler's.
bool compiler_is_clang(const struct words *compiler);
bool compiler_is_native(const struct words *compiler);

#endif
