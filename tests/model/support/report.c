// Reports of failing executions, see checker.h.
#include "checker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAMES_MAX = 128, TEXTS = 4 };

struct name {
    uintptr_t address;
    size_t size;
    const char *text;
};

struct step {
    const char *what;
    uintptr_t address;
    uint64_t value;
    unsigned thread;
    bool stale;
    const void *pc;
};

static struct name names[NAMES_MAX];
static unsigned name_count;
static struct step steps[EVENTS_MAX];
static unsigned step_count;

void report_reset(void) {
    name_count = 0;
    step_count = 0;
}

void report_name(uintptr_t address, size_t size, const char *name) {
    if (name_count < NAMES_MAX) {
        names[name_count++] = (struct name){address, size, name};
    }
}

void report_step(const char *what, uintptr_t address, uint64_t value, bool stale, const void *pc) {
    if (step_count < EVENTS_MAX) {
        steps[step_count++] = (struct step){what, address, value, explore_me(), stale, pc};
    }
}

const char *report_place(uintptr_t address) {
    static char texts[TEXTS][100];
    static unsigned turn;
    char *text = texts[turn++ % TEXTS];
    const struct name *best = NULL;
    for (unsigned i = 0; i < name_count; i++) {
        if (address - names[i].address < names[i].size && (!best || names[i].size < best->size)) {
            best = &names[i];
        }
    }
    if (!best) {
        snprintf(text, sizeof texts[0], "%#lx", (unsigned long)address);
    } else if (address == best->address) {
        snprintf(text, sizeof texts[0], "%s", best->text);
    } else {
        snprintf(text, sizeof texts[0], "%s+%lu", best->text,
                 (unsigned long)(address - best->address));
    }
    return text;
}

// As addr2line says it, inlined functions from the inside out.
const char *report_line(const void *pc) {
    static char texts[TEXTS][600];
    static unsigned turn;
    char *text = texts[turn++ % TEXTS];
    char command[200], line[300], program[200];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    snprintf(text, sizeof texts[0], "%p", pc);
    snprintf(command, sizeof command, "addr2line -i -e '%.100s' %#lx 2>/dev/null", program,
             (unsigned long)pc - 1);
    FILE *lines = length > 0 && length < 100 ? popen(command, "r") : NULL;
    size_t used = 0;
    while (lines && fgets(line, sizeof line, lines)) {
        line[strcspn(line, " \n")] = '\0';
        const char *name = strrchr(line, '/');
        used += (size_t)snprintf(text + used, sizeof texts[0] - used, "%s%s", used ? " < " : "",
                                 name ? name + 1 : line);
        if (used >= sizeof texts[0]) {
            break;
        }
    }
    if (lines) {
        pclose(lines);
    }
    return text;
}

static void print_steps(void) {
    for (unsigned i = 0; i < step_count; i++) {
        const struct step *step = &steps[i];
        printf("  %3u %-10s %s %s: %#lx%s   %s\n", i, explore_thread_name(step->thread), step->what,
               report_place(step->address), (unsigned long)step->value,
               step->stale ? " (not the newest)" : "", report_line(step->pc));
    }
}

void report_failure(const char *kind, const char *format, ...) {
    printf("failed: %s: ", kind);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\nThe steps that led there:\n");
    fflush(stdout);
    if (!getenv("MODEL_BRIEF")) {
        print_steps();
    }
    fflush(stdout);
    _exit(1);
}

void model_fail(const char *what, const char *file, unsigned line) {
    report_failure("assertion", "%s at %s:%u", what, file, line);
}

// What assert() calls.
_Noreturn void __assert_fail(const char *what, const char *file, unsigned line,
                             const char *function);

void __assert_fail(const char *what, const char *file, unsigned line, const char *function) {
    (void)function;
    model_fail(what, file, line);
}

void model_name(const volatile void *place, size_t size, const char *name) {
    report_name((uintptr_t)place, size, name);
}
