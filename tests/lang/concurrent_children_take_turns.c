// Children and the block of a concurrent scope run in turn; only an await gives the turn away.
#include <stdio.h>
#include <tarry.h>

static async void child(char name) {
    for (int i = 1; i <= 3; i++) {
        printf("%c", name);
        printf("%d ", i);
        await tarry_yield();
    }
}

async int main(void) {
    concurrent (s) {
        spawn (s) child('a');
        spawn (s) child('b');
        await child('m');
        printf("\n");
    }
    return 0;
}

// expect: m1 a1 b1 m2 a2 b2 m3 a3 b3
