// See tarry.c.
#include <stdint.h>

#include "../measure.h"
#include "../thread.h"

enum { MESSAGES = 4000000, CAPACITY = 128, SENDERS_MAX = 4 };

static struct channel channel;

static void *produce(void *argument) {
    for (intptr_t i = 0; i < (intptr_t)argument; i++) {
        channel_send(&channel, (int)i);
    }
    return NULL;
}

static void *consume(void *argument) {
    int item, count = 0;
    while (channel_receive(&channel, &item)) {
        count++;
    }
    if (count != MESSAGES) {
        abort();
    }
    return argument;
}

static double millions_a_second(int senders) {
    static int items[CAPACITY];
    pthread_t threads[SENDERS_MAX];
    channel_init(&channel, items, CAPACITY);
    double start = now_ns();
    for (int i = 0; i < senders; i++) {
        threads[i] = start_thread(produce, (void *)(intptr_t)(MESSAGES / senders));
    }
    pthread_t consumer = start_thread(consume, NULL);
    for (int i = 0; i < senders; i++) {
        pthread_join(threads[i], NULL);
    }
    channel_close(&channel);
    pthread_join(consumer, NULL);
    return MESSAGES / (now_ns() - start) * 1e3;
}

int main(void) {
    report("one_to_one", millions_a_second(1));
    report("four_to_one", millions_a_second(4));
    return 0;
}
