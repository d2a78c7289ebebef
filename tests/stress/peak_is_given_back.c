// After half a million tasks at the same time, twice, what is resident is what it was before, but for a
// fifth and 2 MiB for each worker: soon, and without anything else being done. Not looked at under a
// sanitizer, whose own memory counts for more.
// timeout: 60
#include <stdio.h>
#include <tarry.h>

enum { TASKS = 500000, WORKERS = 2, WAITS_MAX = 200 };

static long resident(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    long size = 0, pages = 0;
    if (file) {
        if (fscanf(file, "%ld %ld", &size, &pages) != 2) {
            pages = 0;
        }
        fclose(file);
    }
    return pages * 4096;
}

static async int sleeper(void) {
    return await tarry_sleep(TARRY_MS(200));
}

static async void peak(void) {
    parallel (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn (s) sleeper();
        }
    }
}

async int main(void) {
    long before = resident(), after = 0, allowed = before + before / 5 + WORKERS * (2L << 20);
    await peak();
    await peak();
    int waits = 0;
    while ((after = resident()) > allowed && waits < WAITS_MAX) {
        await tarry_sleep(TARRY_MS(50));
        waits++;
    }
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    waits = 0;
#endif
    if (waits == WAITS_MAX) {
        printf("%ld bytes before, %ld after\n", before, after);
    }
    printf("given back: %s\n", waits < WAITS_MAX ? "yes" : "no");
    return 0;
}

// env: TARRY_WORKERS=2
// expect: given back: yes
