// See tarry.c.
#include "../measure.h"
#include "../thread.h"

enum { ROUND_TRIPS = 100000 };

static struct channel there, back;

static void *other(void *argument) {
    int ball;
    while (channel_receive(&there, &ball)) {
        channel_send(&back, ball);
    }
    return argument;
}

int main(void) {
    int items[2];
    channel_init(&there, &items[0], 1);
    channel_init(&back, &items[1], 1);
    double start = now_ns();
    pthread_t thread = start_thread(other, NULL);
    for (int i = 0; i < ROUND_TRIPS; i++) {
        int ball;
        channel_send(&there, i);
        if (!channel_receive(&back, &ball) || ball != i) {
            abort();
        }
    }
    report("round_trip", (now_ns() - start) / ROUND_TRIPS);
    channel_close(&there);
    pthread_join(thread, NULL);
    return 0;
}
