// `static inline async` functions in a header, included by two files.
// files: inline_user.c
#include <stdio.h>
#include <tarry.h>

#include "support/inline_functions.h"

async int inline_user(int x);

async int main(void) {
    printf("%d %d\n", await inline_sum(3), await inline_user(4));
    int values[2] = {0, 0};
    concurrent (s) {
        spawn (s) values[0] = inline_sum(10);
        spawn (s) values[1] = inline_user(10);
    }
    printf("%d %d\n", values[0], values[1]);
    return 0;
}

// expect: 6 20
// expect: 55 110
