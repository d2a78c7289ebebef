// Temporary files. Each lies in a folder of its own, since its name decides what the compiler calls
// its by-products.
#include "compiler/driver_scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch_file {
    struct scratch_file *next;
    const char *folder, *path;
};

static bool cannot_write(const char *path) {
    fprintf(stderr, "tarrycc: error: cannot write '%s': %s\n", path, strerror(errno));
    return false;
}

bool file_write(const char *path, const char *text, size_t length) {
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return cannot_write(path);
    }
    bool written = fwrite(text, 1, length, file) == length;
    int error = errno;
    if (fclose(file) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written) {
        return true;
    }
    struct stat status;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
        unlink(path);
    }
    errno = error;
    return cannot_write(path);
}

// Whoever exits without memory leaves nothing behind either.
static struct scratch *current;

static void remove_at_exit(void) {
    if (current != NULL) {
        scratch_remove(current);
    }
}

static bool make_folder(struct scratch *scratch) {
    if (scratch->folder != NULL) {
        return true;
    }
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || *parent == '\0' || access(parent, W_OK | X_OK) != 0) {
        parent = "/tmp";
    }
    char *folder = arena_format(scratch->arena, "%s/tarrycc-XXXXXX", parent);
    if (mkdtemp(folder) == NULL) {
        return cannot_write(folder);
    }
    scratch->folder = folder;
    current = scratch;
    atexit(remove_at_exit);
    return true;
}

const char *scratch_write(struct scratch *scratch, const char *name, const char *text,
                          size_t length) {
    if (!make_folder(scratch)) {
        return NULL;
    }
    struct scratch_file *file = arena_allocate(scratch->arena, sizeof *file);
    file->folder = arena_format(scratch->arena, "%s/%u", scratch->folder, scratch->file_count++);
    file->path = arena_format(scratch->arena, "%s/%s", file->folder, name);
    if (mkdir(file->folder, 0700) != 0) {
        cannot_write(file->folder);
        return NULL;
    }
    file->next = scratch->files;
    scratch->files = file;
    return file_write(file->path, text, length) ? file->path : NULL;
}

void scratch_remove(struct scratch *scratch) {
    for (struct scratch_file *file = scratch->files; file != NULL; file = file->next) {
        unlink(file->path);
        rmdir(file->folder);
    }
    if (scratch->folder != NULL) {
        rmdir(scratch->folder);
    }
    scratch->files = NULL;
    scratch->folder = NULL;
    current = NULL;
}
