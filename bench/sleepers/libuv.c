// See tarry.c. libuv has no tasks: these are its bare timers, in one array.
#include <stdlib.h>
#include <uv.h>

#include "../measure.h"

static void fired(uv_timer_t *timer) {
    (void)timer;
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 1000000;
    double before = memory_bytes(), start = now_ns();
    uv_loop_t *loop = uv_default_loop();
    uv_timer_t *timers = malloc((size_t)count * sizeof *timers);
    for (int i = 0; i < count; i++) {
        if (i % 1000 == 0) {
            uv_update_time(loop);
        }
        uv_timer_init(loop, &timers[i]);
        uv_timer_start(&timers[i], fired, 1000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    report("over", (now_ns() - start) / 1e9 - 1);
    report("memory", (memory_peak_bytes() - before) / count);
    free(timers);
    return 0;
}
