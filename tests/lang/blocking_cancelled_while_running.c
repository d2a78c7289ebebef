// Cancellation waits for a call that runs: it may work in the caller's variables. Its result counts.
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static atomic_int begun;

static int fill(char *buffer, int size) {
    atomic_store(&begun, 1);
    usleep(20000);
    for (int i = 0; i < size; i++)
        buffer[i] = 'x';
    return size;
}

static async int worker(void) {
    char buffer[100] = {0};
    int n = await blocking(fill(buffer, sizeof buffer));
    int after = await tarry_sleep(TARRY_SEC(3600));
    return n == 100 && buffer[99] == 'x' && after == -ECANCELED;
}

async int main(void) {
    int whole = 0;
    parallel (s) {
        spawn (s) whole = worker();
        while (!atomic_load(&begun))
            await tarry_sleep(TARRY_US(100));
        tarry_cancel(&s);
    }
    printf("%d\n", whole);
    return 0;
}

// expect: 1
