// Children whose function is in another file.
// files: other_file.c
#include <stdio.h>
#include <tarry.h>

#include "support/other_file.h"

async int here(int x) {
    return x;
}

async int main(void) {
    int sums[10] = {0};
    struct other_pair pair = {0, 0};
    concurrent (s) {
        for (int i = 0; i < 10; i++) {
            spawn (s) sums[i] = other_add(i, 100);
        }
        spawn (s) pair = other_pair(7, 8);
    }
    int total = 0;
    for (int i = 0; i < 10; i++) {
        total += sums[i];
    }
    printf("%d %d %d\n", total, pair.first, pair.second);
    parallel (s) {
        for (int i = 0; i < 10; i++) {
            spawn (s) sums[i] = other_add(i, 200);
        }
        spawn (s) other_store(&pair.first, 70);
    }
    printf("%d %d\n", sums[9], pair.first);
    return 0;
}

// expect: 1045 7 8
// expect: 209 70
