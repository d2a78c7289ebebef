// See tarry.c.
#include <stdint.h>
#include <stdlib.h>

#include "../measure.h"
#include "../st_channel.h"

enum { MESSAGES = 4000000, CAPACITY = 128, SENDERS_MAX = 4 };

static struct channel channel;

static void *produce(void *argument) {
    for (intptr_t i = 0; i < (intptr_t)argument; i++) {
        channel_send(&channel, (int)i);
    }
    return NULL;
}

static void *close_at_end(void *argument) {
    st_thread_t *threads = argument;
    for (int i = 0; threads[i]; i++) {
        st_thread_join(threads[i], NULL);
    }
    channel_close(&channel);
    return NULL;
}

static double millions_a_second(int senders) {
    static int items[CAPACITY];
    st_thread_t threads[SENDERS_MAX + 1] = {0};
    channel_init(&channel, items, CAPACITY);
    double start = now_ns();
    for (int i = 0; i < senders; i++) {
        threads[i] =
            st_thread_create(produce, (void *)(intptr_t)(MESSAGES / senders), 1, 16 * 1024);
    }
    st_thread_t closer = st_thread_create(close_at_end, threads, 1, 16 * 1024);
    int item, count = 0;
    while (channel_receive(&channel, &item)) {
        count++;
    }
    if (count != MESSAGES) {
        abort();
    }
    double ns = now_ns() - start;
    st_thread_join(closer, NULL);
    return MESSAGES / ns * 1e3;
}

int main(void) {
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() < 0) {
        return 1;
    }
    report("one_to_one", millions_a_second(1));
    report("four_to_one", millions_a_second(4));
    return 0;
}
