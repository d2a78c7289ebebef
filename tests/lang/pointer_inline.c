// static inline async functions of a header as values, in two files: each file has its own, as with any inline function.
// files: pointer_inline.c
#include <stdio.h>

#include "support/pointer_inline.h"

async int main(void) {
    increment_type *p = increment;
    printf("%d %d %d\n", await p(1), await other_file()(2), p == increment); // expect: 2 3 1
    printf("%d\n", await apply(increment, 3));                             // expect: 4
    return 0;
}
