#include <tarry.h>

typedef async int increment_type(int);

static inline async int increment(int x) {
    await tarry_yield();
    return x + 1;
}

static inline async int apply(increment_type *p, int x) {
    return await p(x);
}

increment_type *other_file(void);
