// For the front end's tests: run its passes over a text, catch what it reports.
#ifndef TARRY_TEST_COMPILER_SUPPORT_H
#define TARRY_TEST_COMPILER_SUPPORT_H

#include "compiler/compiler.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)

static inline bool check_that(bool holds, const char *condition, const char *file, int line) {
    if (!holds) {
        printf("%s:%d: failed: %s\n", file, line, condition);
        failures++;
    }
    return holds;
}

enum passes { LEX, SCAN, PARSE, RULES };

// A text that has been through the passes up to `last`, and what they printed.
struct run {
    struct compilation c;
    bool result; // of the last pass that ran
    char *text;  // a copy of exact size, so that a sanitizer sees every byte read behind it
    char report[16384];
};

static inline void catch_stderr(int *out_saved, FILE **out_file) {
    fflush(stderr);
    *out_file = tmpfile();
    *out_saved = dup(STDERR_FILENO);
    dup2(fileno(*out_file), STDERR_FILENO);
}

static inline void release_stderr(int saved, FILE *file, char *out, size_t size) {
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    out[fread(out, 1, size - 1, file)] = '\0';
    fclose(file);
}

static inline bool run_passes(struct compilation *c, enum passes last) {
    return lex(c) && (last < SCAN || scan(c)) && (last < PARSE || parse(c)) &&
           (last < RULES || check(c));
}

static inline struct run *run_bytes(const char *text, size_t length, enum passes last) {
    struct run *run = calloc(1, sizeof *run);
    run->text = malloc(length > 0 ? length : 1);
    memcpy(run->text, text, length);
    run->c.arena = arena_new();
    run->c.source = source_new(run->c.arena, run->text, length, "test.c");
    int saved;
    FILE *file;
    catch_stderr(&saved, &file);
    run->result = run_passes(&run->c, last);
    release_stderr(saved, file, run->report, sizeof run->report);
    return run;
}

static inline struct run *run_text(const char *text, enum passes last) {
    return run_bytes(text, strlen(text), last);
}

static inline void run_free(struct run *run) {
    arena_free(run->c.arena);
    free(run->text);
    free(run);
}

// The text passes without a report.
#define ACCEPTS(text, last) accepts((text), (last), __FILE__, __LINE__)

static inline void accepts(const char *text, enum passes last, const char *file, int line) {
    struct run *run = run_text(text, last);
    if (!run->result || run->report[0] != '\0') {
        printf("%s:%d: refused: %s\n%s", file, line, text, run->report);
        failures++;
    }
    run_free(run);
}

// The text is refused by exactly `count` errors, of which one contains `message`.
#define REFUSES(text, count, message) refuses((text), (count), (message), __FILE__, __LINE__)

static inline void refuses(const char *text, unsigned count, const char *message, const char *file,
                           int line) {
    struct run *run = run_text(text, RULES);
    if (run->result || error_count(&run->c) != count || strstr(run->report, message) == NULL) {
        printf("%s:%d: expected %u error(s) with \"%s\": %s\n%s", file, line, count, message, text,
               run->report);
        failures++;
    }
    run_free(run);
}

#endif
