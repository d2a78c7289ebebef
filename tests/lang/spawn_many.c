// Ten thousand children of one concurrent scope, alive at once.
#include <stdio.h>
#include <tarry.h>

static async void child(int *alive, int *most) {
    if (++*alive > *most) {
        *most = *alive;
    }
    await tarry_yield();
    --*alive;
}

async int main(void) {
    int alive = 0, most = 0;
    concurrent (s) {
        for (int i = 0; i < 10000; i++) {
            spawn (s) child(&alive, &most);
        }
    }
    printf("%d %d\n", alive, most);
    return 0;
}

// expect: 0 10000
