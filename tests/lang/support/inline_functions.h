// Async functions written in a header.
#ifndef INLINE_FUNCTIONS_H
#define INLINE_FUNCTIONS_H

#include <tarry.h>

static inline async int inline_later(int x) {
    await tarry_yield();
    return x;
}

static inline async int inline_sum(int n) {
    int sum = 0;
    for (int i = 1; i <= n; i++) {
        sum += await inline_later(i);
    }
    return sum;
}

#endif
