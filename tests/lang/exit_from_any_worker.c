// exit() in a task ends the process as it does anywhere in C, on whatever worker: at once, with the others where they are.
// Handlers run, output is written. What the others hold is the process's, and no leak. (Fault 44.)
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

static async int hold(int n) {
    char *text = malloc(100);
    defer free(text);
    snprintf(text, 100, "holder %d\n", n);
    await tarry_sleep(INT64_MAX);
    fputs(text, stdout); // never
    return 0;
}

static async void leave(void) {
    for (int i = 0; i < 100; i++) {
        await tarry_yield();
    }
    exit(3);
}

static void handler(void) {
    puts("handlers run");
}

async int main(void) {
    atexit(handler);
    parallel (s) {
        for (int i = 0; i < 20; i++) {
            spawn (s) hold(i);
        }
        spawn (s) leave();
    }
    puts("never");
    return 0;
}
// env: TARRY_WORKERS=8
// exit: 3
// expect: handlers run
