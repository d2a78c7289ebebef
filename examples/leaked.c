// A task that nobody waits for at the end of the program. Elsewhere it vanishes in the middle of
// what it did: its file half written, its lock taken. Here it cannot be: a task is a child of a
// scope, and a scope is not left before its children have ended, however it is left.
//
//     tarrycc leaked.c -o leaked
//     ./leaked             main returns; the child is cancelled, cleans up; then the program ends
//     ./leaked stubborn    the child does not listen, so main cannot end: SIGQUIT (^\) tells who
//                          keeps it, and where. A line on standard input releases it.
#include <stdio.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

static async void clean_up(void) {
    await tarry_sleep(TARRY_MS(1)); // cleaning up may wait, cancelled or not
    printf("cleaned up\n");
}

static async void work_for_ever(void) {
    printf("working\n");
    defer await clean_up();
    while (await tarry_sleep(TARRY_SEC(1)) == 0) {
        printf("still working\n");
    }
    printf("told to stop\n");
}

// Takes no notice of being cancelled: within a shield no wait is refused.
static async void work_stubbornly(void) {
    printf("working\n");
    concurrent (mine, .shield = true) {
        char byte;
        while (await tarry_read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
        }
    }
    printf("released\n");
}

async int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    bool stubborn = argc > 1 && strcmp(argv[1], "stubborn") == 0;
    parallel (s) {
        if (stubborn) {
            spawn (s) work_stubbornly();
        } else {
            spawn (s) work_for_ever();
        }
        await tarry_sleep(TARRY_MS(10));
        printf("main returns\n");
        return 0; // cancels the child, and waits for it
    }
}
