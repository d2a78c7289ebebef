// Tasks that sleep wake in the order of their deadlines.
#include <stdio.h>
#include <tarry.h>

static async void sleeper(int milliseconds) {
    await tarry_sleep(TARRY_MS(milliseconds));
    printf("%d\n", milliseconds);
}

async int main(void) {
    concurrent (s) {
        spawn (s) sleeper(120);
        spawn (s) sleeper(20);
        spawn (s) sleeper(70);
    }
    return 0;
}

// expect: 20
// expect: 70
// expect: 120
