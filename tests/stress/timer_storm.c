// Thousands of timers armed, fired and cancelled on all workers; none is early, none is lost.
// timeout: 60
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int early, lost;

static async void sleeper(unsigned seed) {
    for (int i = 0; i < 5; i++) {
        seed = seed * 1103515245 + 12345;
        int64_t duration = TARRY_US((seed >> 16) % 3000), start = tarry_now();
        int result = await tarry_sleep(duration);
        if (result == 0 && tarry_now() - start < duration) {
            atomic_fetch_add(&early, 1);
        } else if (result != 0 && result != -ECANCELED) {
            atomic_fetch_add(&lost, 1);
        }
    }
}

async int main(void) {
    for (unsigned round = 0; round < 5; round++) {
        parallel (s) {
            for (unsigned i = 0; i < 2000; i++) {
                spawn (s) sleeper(i * 77 + round);
            }
            if (round % 2) {
                await tarry_sleep(TARRY_MS(5));
                tarry_cancel(&s);
            }
        }
    }
    printf("%d early, %d lost\n", atomic_load(&early), atomic_load(&lost));
    return 0;
}

// expect: 0 early, 0 lost
