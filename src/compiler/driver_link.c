// What a command that links is told about libtarry.
#include "compiler/driver.h"
#include "compiler/driver_process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What goes to the linker goes as -Xlinker: an input more would change what gcc calls the
// by-products of a program made of one file, and -Wl, would break at a comma in a path.
static void add_for_linker(struct words *words, const char *word) {
    words_add(words, "-Xlinker");
    words_add(words, word);
}

// The static library's own needs. A program that needs nothing of Tarry shall not need them either,
// so they are only named where they are found.
static void add_static_library(struct driver *driver, const char *library, struct words *words) {
    struct words command = command_start(driver);
    words_add(&command, "-print-file-name=liburing.a");
    struct buffer text = {0}, errors = {0};
    add_for_linker(words, library);
    if (process_capture(command.data, -1, &text, &errors) == 0 && text.data != NULL &&
        text.data[0] == '/') {
        text.data[strcspn(text.data, "\n")] = '\0';
        add_for_linker(words, arena_format(driver->arena, "%s", text.data));
    }
    add_for_linker(words, "-lpthread");
    buffer_destroy(&text);
    buffer_destroy(&errors);
    free(command.data);
}

static void add_shared_library(struct driver *driver, const char *library, struct words *words) {
    if (!driver->home.is_standard_library) {
        add_for_linker(words, "-rpath");
        add_for_linker(words, driver->home.folder_of_library);
    }
    add_for_linker(words, "--push-state");
    add_for_linker(words, "--as-needed");
    add_for_linker(words, library);
    add_for_linker(words, "--pop-state");
}

// What says in an ELF file for which machine it is: class and byte order, then the machine's
// number.
struct machine {
    char identification[2], number[2];
};

static bool read_machine(const char *path, struct machine *out_machine) {
    char header[20];
    FILE *file = fopen(path, "r");
    bool read = file != NULL && fread(header, 1, sizeof header, file) == sizeof header &&
                memcmp(header, "\177ELF", 4) == 0;
    if (read) {
        memcpy(out_machine->identification, header + 4, 2);
        memcpy(out_machine->number, header + 18, 2);
    }
    if (file != NULL) {
        fclose(file);
    }
    return read;
}

// Whether this command makes programs for the machine libtarry.so was built for; for others linkers
// refuse it even when it is not needed. The compiler is asked, by compiling nothing, only where
// there is a doubt.
static bool library_fits(struct driver *driver, const char *library) {
    if (compiler_is_native(&driver->compiler) && !driver->options.chooses_machine) {
        return true;
    }
    const char *source = scratch_write(&driver->scratch, "machine.c", "", 0);
    const char *object = scratch_write(&driver->scratch, "machine.o", "", 0);
    if (source == NULL || object == NULL) {
        return false;
    }
    struct words command = command_start(driver);
    for (size_t i = 0; i < driver->options.count; i++) {
        if (driver->options.arguments[i].role == ROLE_OPTION) {
            command_add_argument(&command, &driver->options.arguments[i]);
        }
    }
    static const char *const rest[] = {"-fno-lto", "-w", "-c", "-o"};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        words_add(&command, rest[i]);
    }
    words_add(&command, object);
    words_add(&command, source);
    struct buffer text = {0}, errors = {0};
    struct machine ours, wanted;
    bool fits =
        process_capture(command.data, -1, &text, &errors) != 0 || // its own run will say why
        !read_machine(object, &wanted) || !read_machine(library, &ours) ||
        memcmp(&ours, &wanted, sizeof ours) == 0;
    buffer_destroy(&text);
    buffer_destroy(&errors);
    free(command.data);
    return fits;
}

// The shared library; the one compiled for the thread sanitizer, if this program is and it is there.
static const char *shared_library(struct driver *driver) {
    const char *folder = driver->home.folder_of_library;
    const char *sanitized = arena_format(driver->arena, "%s/libtarry-tsan.so", folder);
    return driver->options.sanitizes_threads && access(sanitized, R_OK) == 0
               ? sanitized
               : arena_format(driver->arena, "%s/libtarry.so", folder);
}

// A header is compiled for its own sake: a command without any other input links nothing, as long as it
// names no library.
static bool has_only_headers(const struct options *options) {
    static const char *const suffixes[] = {".h",   ".H",   ".hh",  ".hp",
                                           ".hpp", ".HPP", ".hxx", ".h++"};
    for (size_t i = 0; i < options->count; i++) {
        const struct argument *argument = &options->arguments[i];
        const char *suffix = path_suffix(argument->text);
        bool is_header = argument->x != NULL && strstr(argument->x, "-header") != NULL;
        for (size_t j = 0; argument->x == NULL && j < sizeof suffixes / sizeof *suffixes; j++) {
            is_header |= strcmp(suffix, suffixes[j]) == 0;
        }
        if (argument->role == ROLE_INPUT && !is_header) {
            return false;
        }
    }
    return true;
}

// The library comes as needed, and by its path: nobody else's libtarry is found, and who reads the
// linker's command line to learn what the compiler always links (CMake does) does not learn this.
void command_add_library(struct driver *driver, struct words *words) {
    const struct options *options = &driver->options;
    if (options->goal != GOAL_PROGRAM || options->input_count == 0 || options->links_relocatable ||
        options->links_nothing || has_only_headers(options)) {
        return;
    }
    const char *folder = driver->home.folder_of_library;
    const char *shared = shared_library(driver);
    const char *archive = arena_format(driver->arena, "%s/libtarry.a", folder);
    if (access(shared, R_OK) == 0 && !library_fits(driver, shared)) {
        return;
    }
    if (!options->links_static && access(shared, R_OK) == 0) {
        add_shared_library(driver, shared, words);
    } else if (access(archive, R_OK) == 0) {
        add_static_library(driver, archive, words);
    }
}
