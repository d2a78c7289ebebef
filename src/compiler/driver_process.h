// Running the compiler, and being interrupted while it runs.
#ifndef TARRY_COMPILER_DRIVER_PROCESS_H
#define TARRY_COMPILER_DRIVER_PROCESS_H

#include "compiler/compiler.h"

// process_catch_signals makes SIGINT, SIGTERM and SIGHUP end the running compiler and then, through
// process_interrupted, this program in an orderly way, so that nothing is left behind.
void process_catch_signals(void);

// process_interrupted returns the signal that was caught, or 0. process_die ends this program by
// it.
int process_interrupted(void);
_Noreturn void process_die(int signal);

// All of these return the exit status as a shell would: 128 + n for a compiler killed by signal n,
// which is reported, and 127 when it could not be started, which is reported too. `input` is the
// child's standard input, -1: ours.
enum { PROCESS_NOT_STARTED = 127 };
int process_run(const char *const *words, int input);
int process_capture(const char *const *words, int input, struct buffer *out_text,
                    struct buffer *out_errors);

// process_replace becomes the compiler; it returns only what process_run would when that fails.
int process_replace(const char *const *words, int input);

// process_show prints a command on standard error, as gcc -v does.
void process_show(const char *const *words);

#endif
