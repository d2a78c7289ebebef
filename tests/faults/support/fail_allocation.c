// Preloaded into tarrycc: its n-th allocation fails, n = $FAIL_ALLOCATION, and is named in the file $FAIL_REPORT. Also
// every later one with FAIL_FOREVER set. The compilers that tarrycc runs are left alone.

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static long remaining = -2; // -2: not known yet, -1: nobody's business
static int forever;

static long read_number(void) {
    const char *n = getenv("FAIL_ALLOCATION");
    forever = getenv("FAIL_FOREVER") != NULL;
    if (n == NULL || strcmp(program_invocation_short_name, "tarrycc") != 0) {
        return -1;
    }
    return strtol(n, NULL, 10);
}

static int fails(void) {
    if (remaining == -2) {
        remaining = read_number();
    }
    if (remaining == -1 || (remaining == 0 && !forever)) {
        return 0;
    }
    if (remaining > 0 && --remaining > 0) {
        return 0;
    }
    int report = open(getenv("FAIL_REPORT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (report >= 0) {
        close(report);
    }
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    return fails() ? NULL : __libc_realloc(memory, size);
}
