// A million tasks that sleep a second, or as many as the first argument says. How much longer than
// that second it takes until all have ended, in seconds; and the most memory that was in use, for
// each, in bytes.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(1));
}

async int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 1000000;
    double before = memory_bytes(), start = now_ns();
    parallel (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) sleeper();
        }
    }
    report("over", (now_ns() - start) / 1e9 - 1);
    report("memory", (memory_peak_bytes() - before) / count);
    return 0;
}
