// A name is only switched off where it, or what contains it, is switched on: compilers warn of names
// of warnings they do not know.
#include "compiler/noise.h"

#include <string.h>

enum compiler { BOTH, GCC, CLANG };

static const struct {
    const char *asked_by;
    const char *warning;
    enum compiler compiler;
} table[] = {
    {"declaration-after-statement", "declaration-after-statement", BOTH},
    {"c++-compat", "c++-compat", BOTH},
    {"c++-compat", "jump-misses-init", GCC},
    {"jump-misses-init", "jump-misses-init", GCC},
    {"switch-default", "switch-default", BOTH},
    {"inline", "inline", BOTH},
    {"unreachable-code", "unreachable-code", CLANG},
    {"unreachable-code-return", "unreachable-code-return", CLANG},
    {"unreachable-code-aggressive", "unreachable-code", CLANG},
    {"unreachable-code-aggressive", "unreachable-code-return", CLANG},
    {"missing-variable-declarations", "missing-variable-declarations", BOTH},
    {"everything", "declaration-after-statement", CLANG},
    {"everything", "unreachable-code", CLANG},
    {"everything", "unreachable-code-return", CLANG},
    {"everything", "missing-variable-declarations", CLANG},
    {"everything", "used-but-marked-unused", CLANG},
    {"everything", "redundant-parens", CLANG},
};
enum { TABLE_SIZE = sizeof table / sizeof *table };
_Static_assert(TABLE_SIZE <= 32, "struct noise has 32 bits");

void noise_note_option(struct noise *noise, const char *word) {
    static const char ERROR[] = "error=";
    if (strncmp(word, "-W", 2) != 0) {
        return;
    }
    word += 2;
    word += strncmp(word, ERROR, sizeof ERROR - 1) == 0 ? sizeof ERROR - 1 : 0;
    for (unsigned i = 0; i < TABLE_SIZE; i++) {
        if (strcmp(word, table[i].asked_by) == 0) {
            noise->asked |= UINT32_C(1) << i;
        }
    }
}

void noise_print_pragmas(const struct noise *noise, bool is_clang, struct buffer *out) {
    for (unsigned i = 0; i < TABLE_SIZE; i++) {
        bool knows = table[i].compiler == BOTH || (table[i].compiler == CLANG) == is_clang;
        if (knows && (noise->asked >> i & 1) != 0) {
            buffer_print(out, "#pragma GCC diagnostic ignored \"-W%s\"\n", table[i].warning);
        }
    }
}
