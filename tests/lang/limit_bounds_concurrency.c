// With .limit = n never more than n children live at once, and `await spawn` waits for room.
#include <stdio.h>
#include <tarry.h>

static int living, most;

static async int job(int n) {
    living++;
    most = living > most ? living : most;
    await tarry_sleep(TARRY_MS(n % 4));
    living--;
    return n * n;
}

async int main(void) {
    for (unsigned limit = 1; limit <= 4; limit++) {
        int squares[20], wrong = 0;
        most = 0;
        concurrent (s, .limit = limit) {
            for (int i = 0; i < 20; i++)
                await spawn (s) squares[i] = job(i);
        }
        for (int i = 0; i < 20; i++)
            wrong += squares[i] != i * i;
        printf("%u: most %d, wrong %d\n", limit, most, wrong);
    }
    return 0;
}

// expect: 1: most 1, wrong 0
// expect: 2: most 2, wrong 0
// expect: 3: most 3, wrong 0
// expect: 4: most 4, wrong 0
