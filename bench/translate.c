// Measures for bench/translate: how long the passes take for a preprocessed file, and how long a command takes.
//
//     translate ROUNDS FILE.i NAME COMMAND...    prints a row; exit status 1 if it is over its limits
#include "compiler/compiler.h"
#include "measure.h"

#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { RATIO_LIMIT = 15 }; // per cent

extern char **environ;

static double translation_ns(const char *text, size_t length) {
    double start = now_ns();
    struct compilation c = {.arena = arena_new()};
    c.source = source_new(c.arena, text, length, "bench.c");
    if (!translate(&c)) {
        exit(2);
    }
    buffer_destroy(&c.output);
    arena_free(c.arena);
    return now_ns() - start;
}

static double command_ns(char **words) {
    double start = now_ns();
    pid_t child;
    int status = 0;
    if (posix_spawnp(&child, words[0], NULL, NULL, words, environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "translate: %s does not work\n", words[0]);
        exit(2);
    }
    return now_ns() - start;
}

static struct buffer read_file(const char *path) {
    struct buffer text = {0};
    char piece[1 << 16];
    FILE *file = fopen(path, "r");
    for (size_t size; file != NULL && (size = fread(piece, 1, sizeof piece, file)) > 0;) {
        buffer_append(&text, piece, size);
    }
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return text;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 5) {
        return 2;
    }
    struct buffer text = read_file(arguments[2]);
    double own = 1e18, compiler = 1e18;
    for (int round = atoi(arguments[1]); round > 0; round--) {
        for (int i = 0; i < 10; i++) { // it is that much shorter
            double took = translation_ns(text.data, text.length);
            own = took < own ? took : own;
        }
        double took = command_ns(arguments + 4);
        compiler = took < compiler ? took : compiler;
    }
    unsigned lines = 0;
    for (size_t i = 0; i < text.length; i++) {
        lines += text.data[i] == '\n';
    }
    const char *limit = getenv("TRANSLATE_LIMIT_MS");
    double ratio = 100 * own / compiler;
    printf("%-26s %8u %9.2f ms %9.2f ms %6.1f %%\n", arguments[3], lines, own / 1e6, compiler / 1e6,
           ratio);
    buffer_destroy(&text);
    return ratio > RATIO_LIMIT || (limit != NULL && own / 1e6 > atof(limit));
}
