// exit() works from any async function, also from a child of a parallel scope.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

static async void leave(int status) {
    await tarry_yield();
    printf("leaving\n");
    exit(status);
}

async int main(void) {
    parallel (s) {
        spawn (s) leave(7);
    }
    printf("never\n");
    return 0;
}

// expect: leaving
// exit: 7
