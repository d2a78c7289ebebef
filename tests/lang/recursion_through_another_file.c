// A recursion whose levels alternate between two files.
// files: other_file.c
#include <stdio.h>
#include <tarry.h>

#include "support/other_file.h"

async int here(int x) {
    if (x == 0) {
        return 0;
    }
    int own = x;
    int rest = await other_calls_back_with(x - 1);
    return own + rest;
}

async int main(void) {
    printf("%d\n", await here(1000));
    return 0;
}

// expect: 500500
