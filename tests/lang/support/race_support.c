#include <tarry.h>

async int support_add(int a, int b) {
    return a + b;
}

async int support_wait(int rounds, int value) {
    while (rounds-- > 0) {
        int error = await tarry_sleep(0);
        if (error < 0) {
            return error;
        }
    }
    return value;
}

async void support_nothing(int rounds) {
    (void)await support_wait(rounds, 0);
}
