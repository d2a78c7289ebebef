// tarry_sleep waits at least as long as it was told; a deadline in the past, zero and less do not
// wait.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int64_t start = tarry_now();
    int first = await tarry_sleep(TARRY_MS(5));
    printf("%d %d\n", first, tarry_now() - start >= TARRY_MS(5));
    start = tarry_now();
    first = await tarry_sleep_until(start + TARRY_MS(5));
    printf("%d %d\n", first, tarry_now() >= start + TARRY_MS(5));
    printf("%d ", await tarry_sleep(0));
    printf("%d ", await tarry_sleep(-TARRY_SEC(5)));
    printf("%d ", await tarry_sleep_until(0));
    printf("%d\n", await tarry_sleep_until(tarry_now() - 1));
    return 0;
}

// expect: 0 1
// expect: 0 1
// expect: 0 0 0 0
