// Files that live as long as the run: one folder under $TMPDIR, made when first needed, removed
// with all that is in it.
#ifndef TARRY_COMPILER_DRIVER_SCRATCH_H
#define TARRY_COMPILER_DRIVER_SCRATCH_H

#include "compiler/compiler.h"

struct scratch {
    struct arena *arena;
    char *folder; // NULL: nothing was made yet
    struct scratch_file *files;
    unsigned file_count;
};

// scratch_write makes a file called `name`, alone in a folder of its own, with that content, and
// returns its path; NULL if that fails: it said why.
const char *scratch_write(struct scratch *scratch, const char *name, const char *text,
                          size_t length);

// scratch_remove removes everything. A scratch of all zero but `arena` is empty.
void scratch_remove(struct scratch *scratch);

// file_write writes a file the user asked for; a piece of a file is not left behind. false: it said
// why.
bool file_write(const char *path, const char *text, size_t length);

#endif
