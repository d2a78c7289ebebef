// See tarry.c.
#include <stdlib.h>

#include "../measure.h"
#include "../st_channel.h"

enum { ROUND_TRIPS = 1000000 };

static struct channel there, back;

static void *other(void *argument) {
    int ball;
    while (channel_receive(&there, &ball)) {
        channel_send(&back, ball);
    }
    return argument;
}

int main(void) {
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() < 0) {
        return 1;
    }
    int items[2];
    channel_init(&there, &items[0], 1);
    channel_init(&back, &items[1], 1);
    double start = now_ns();
    st_thread_t thread = st_thread_create(other, NULL, 1, 16 * 1024);
    for (int i = 0; i < ROUND_TRIPS; i++) {
        int ball;
        channel_send(&there, i);
        if (!channel_receive(&back, &ball) || ball != i) {
            abort();
        }
    }
    report("round_trip", (now_ns() - start) / ROUND_TRIPS);
    channel_close(&there);
    st_thread_join(thread, NULL);
    return 0;
}
