// Finds what belongs to tarrycc from where its own program file lies, so that it works from the
// build tree, installed, and when the whole prefix was moved.
#include "compiler/driver_home.h"

#include <errno.h>
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Set by the build: the folders under the prefix, such as "include" and "lib/x86_64-linux-gnu".
#ifndef TARRY_BINARY_FOLDER
#define TARRY_BINARY_FOLDER "bin"
#endif
#ifndef TARRY_INCLUDE_FOLDER
#define TARRY_INCLUDE_FOLDER "include"
#endif
#ifndef TARRY_LIBRARY_FOLDER
#define TARRY_LIBRARY_FOLDER "lib"
#endif

static bool has_headers(struct arena *arena, const char *folder) {
    return access(arena_format(arena, "%s/tarry.h", folder), R_OK) == 0;
}

// The folder this program lies in, without links.
static char *own_folder(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) {
        return NULL;
    }
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return arena_format(arena, "%s", path);
}

static bool read_paths(struct arena *arena, const char *folder, struct home *home) {
    char include_folder[PATH_MAX], folder_of_library[PATH_MAX];
    FILE *file = fopen(arena_format(arena, "%s/tarrycc.paths", folder), "r");
    if (file == NULL) {
        if (errno == ENOMEM) {
            out_of_memory();
        }
        return false;
    }
    bool read = fgets(include_folder, sizeof include_folder, file) != NULL &&
                fgets(folder_of_library, sizeof folder_of_library, file) != NULL;
    fclose(file);
    if (!read) {
        return false;
    }
    home->include_folder =
        arena_format(arena, "%.*s", (int)strcspn(include_folder, "\n"), include_folder);
    home->folder_of_library =
        arena_format(arena, "%.*s", (int)strcspn(folder_of_library, "\n"), folder_of_library);
    return has_headers(arena, home->include_folder);
}

// `below` under `prefix`, which may already be absolute, as distributions configure it at times.
static const char *folder_under(struct arena *arena, const char *prefix, const char *below) {
    return below[0] == '/' ? below : arena_format(arena, "%s/%s", prefix, below);
}

static bool has_library(struct arena *arena, const char *folder) {
    return access(arena_format(arena, "%s/libtarry.so", folder), R_OK) == 0 ||
           access(arena_format(arena, "%s/libtarry.a", folder), R_OK) == 0;
}

// The folder of libtarry under `prefix`. Another machine's may have another name than ours:
// lib/aarch64-linux-gnu. Ours, if it is nowhere.
static const char *library_folder_under(struct arena *arena, const char *prefix) {
    const char *usual = folder_under(arena, prefix, TARRY_LIBRARY_FOLDER);
    static const char *const others[] = {"lib", "lib64"};
    const char *found = has_library(arena, usual) ? usual : NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others && found == NULL; i++) {
        const char *folder = folder_under(arena, prefix, others[i]);
        found = has_library(arena, folder) ? folder : NULL;
    }
    DIR *libraries = found == NULL ? opendir(folder_under(arena, prefix, "lib")) : NULL;
    for (struct dirent *entry; libraries != NULL && (entry = readdir(libraries)) != NULL;) {
        const char *folder = arena_format(arena, "%s/lib/%s", prefix, entry->d_name);
        if (found == NULL && has_library(arena, folder)) {
            found = folder;
        }
    }
    if (libraries != NULL) {
        closedir(libraries);
    }
    return found != NULL ? found : usual;
}

static bool use_prefix(struct arena *arena, const char *prefix, struct home *home) {
    home->include_folder = folder_under(arena, prefix, TARRY_INCLUDE_FOLDER);
    home->folder_of_library = library_folder_under(arena, prefix);
    return has_headers(arena, home->include_folder);
}

// The prefix, when a program in `folder` is installed in its TARRY_BINARY_FOLDER; "" is the root's.
static const char *prefix_of(struct arena *arena, const char *folder) {
    const char *binary = TARRY_BINARY_FOLDER;
    size_t length = strlen(folder), binary_length = strlen(binary);
    if (length > binary_length && strcmp(folder + length - binary_length, binary) == 0 &&
        folder[length - binary_length - 1] == '/') {
        return arena_format(arena, "%.*s", (int)(length - binary_length - 1), folder);
    }
    return NULL;
}

static bool find_home(struct arena *arena, struct home *home) {
    const char *chosen = getenv("TARRY_HOME");
    if (chosen != NULL && *chosen != '\0') {
        if (use_prefix(arena, chosen, home)) {
            return true;
        }
        fprintf(stderr, "tarrycc: error: TARRY_HOME is '%s', but there is no '%s/tarry.h'\n",
                chosen, home->include_folder);
        return false;
    }
    const char *folder = own_folder(arena);
    if (folder == NULL) {
        fprintf(stderr, "tarrycc: error: cannot read /proc/self/exe; set TARRY_HOME to the prefix "
                        "Tarry is installed in\n");
        return false;
    }
    const char *prefix = prefix_of(arena, folder);
    if (read_paths(arena, folder, home) || (prefix != NULL && use_prefix(arena, prefix, home))) {
        return true;
    }
    fprintf(stderr,
            "tarrycc: error: no tarry.h belongs to '%s/tarrycc'; set TARRY_HOME to the "
            "prefix Tarry is installed in\n",
            folder);
    return false;
}

static bool is_folder_or_below(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

bool home_find(struct arena *arena, struct home *out_home) {
    struct home home = {0};
    if (!find_home(arena, &home)) {
        return false;
    }
    home.is_standard_include = strcmp(home.include_folder, "/usr/include") == 0 ||
                               strcmp(home.include_folder, "/usr/local/include") == 0;
    static const char *const library_folders[] = {
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64"};
    for (size_t i = 0; i < sizeof library_folders / sizeof *library_folders; i++) {
        home.is_standard_library |= is_folder_or_below(home.folder_of_library, library_folders[i]);
    }
    *out_home = home;
    return true;
}

// ---- the compiler ----

static bool is_self(const char *path) {
    struct stat self, other;
    return stat("/proc/self/exe", &self) == 0 && stat(path, &other) == 0 &&
           self.st_dev == other.st_dev && self.st_ino == other.st_ino;
}

// The path of a program on $PATH, or of a path as it is; NULL if there is none that is not tarrycc.
static const char *find_program(struct arena *arena, const char *name) {
    if (strchr(name, '/') != NULL) {
        return access(name, X_OK) == 0 && !is_self(name) ? name : NULL;
    }
    const char *path = getenv("PATH");
    for (path = path != NULL ? path : "/usr/local/bin:/usr/bin:/bin"; *path != '\0';) {
        size_t length = strcspn(path, ":");
        const char *candidate =
            arena_format(arena, "%.*s%s%s", (int)length, path, length > 0 ? "/" : "./", name);
        struct stat status;
        if (stat(candidate, &status) == 0 && S_ISREG(status.st_mode) &&
            access(candidate, X_OK) == 0 && !is_self(candidate)) {
            return candidate;
        }
        path += length + (path[length] == ':');
    }
    return NULL;
}

bool compiler_find(struct arena *arena, const struct words *launched, struct words *out_words) {
    const char *chosen = getenv("TARRY_CC");
    const char *by = launched->count > 0 ? "--launch" : "TARRY_CC";
    for (size_t i = 0; i < launched->count; i++) {
        words_add(out_words, launched->data[i]);
    }
    if (launched->count == 0 && (chosen == NULL || *chosen == '\0')) {
        const char *found = find_program(arena, "gcc");
        found = found != NULL ? found : find_program(arena, "clang");
        if (found == NULL) {
            fprintf(stderr, "tarrycc: error: neither gcc nor clang is on the PATH; install one, or "
                            "name a compiler in TARRY_CC\n");
            return false;
        }
        words_add(out_words, found);
        return true;
    }
    if (launched->count == 0) {
        words_split(arena, chosen, out_words);
    }
    if (out_words->count == 0) {
        fprintf(stderr, "tarrycc: error: TARRY_CC is blank\n");
        return false;
    }
    const char *found = find_program(arena, out_words->data[0]);
    if (found == NULL) {
        fprintf(stderr, "tarrycc: error: the compiler named by %s is not there: '%s'\n", by,
                out_words->data[0]);
        return false;
    }
    out_words->data[0] = found;
    return true;
}

static const char *program_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool compiler_is_clang(const struct words *compiler) {
    for (size_t i = 0; i < compiler->count; i++) {
        if (strstr(program_name(compiler->data[i]), "clang") != NULL) {
            return true;
        }
    }
    return false;
}

bool compiler_is_native(const struct words *compiler) {
    for (size_t i = 0; i < compiler->count; i++) {
        const char *name = program_name(compiler->data[i]);
        bool native = strncmp(name, "gcc", 3) == 0 || strncmp(name, "clang", 5) == 0 ||
                      strcmp(name, "cc") == 0 || strcmp(name, "ccache") == 0;
        if (!native) {
            return false; // an option, too, may choose another machine
        }
    }
    return true;
}
