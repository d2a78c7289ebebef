// More ways to point than compiler.h needs, for the front end.
#ifndef TARRY_COMPILER_DIAGNOSTIC_H
#define TARRY_COMPILER_DIAGNOSTIC_H

#include "compiler/compiler.h"

enum { ERRORS_MAX = 20 }; // as many as anyone reads before compiling again

// error_after points behind the last character of `token`: where something is missing.
void error_after(struct compilation *c, uint32_t token, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// error_at_list is error_at for a caller that has a va_list.
void error_at_list(struct compilation *c, uint32_t token, const char *rule, const char *format,
                   va_list arguments) __attribute__((format(printf, 4, 0)));

// errors_stopped tells whether ERRORS_MAX is reached: nothing is printed any more, and it is time to stop.
bool errors_stopped(const struct compilation *c);

// diagnostics_mute makes this compilation report nothing and only count.
void diagnostics_mute(struct compilation *c);

#endif
