// Children borrow the parent's locals; between two awaits nobody else runs, so nothing is lost, and
// no lock is needed.
// env: TARRY_WORKERS=4
#include <stdio.h>
#include <tarry.h>

static async void count(int *counter, int times, int *most) {
    for (int i = 0; i < times; i++) {
        int before = *counter;
        if (before > *most) {
            *most = before;
        }
        *counter = before + 1;
        await tarry_yield();
    }
}

async int main(void) {
    int counter = 0, most = -1;
    concurrent (s) {
        for (int i = 0; i < 50; i++) {
            spawn (s) count(&counter, 100, &most);
        }
        await count(&counter, 100, &most);
    }
    printf("%d %d\n", counter, most);
    return 0;
}

// expect: 5100 5099
