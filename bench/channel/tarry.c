// Four million messages through a channel with room for 128: from one task to another, and from four
// to one. Millions of messages a second.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { MESSAGES = 4000000, CAPACITY = 128 };

typedef TARRY_CHANNEL(int) int_channel;

static async void produce(int_channel *channel, int count) {
    defer tarry_channel_close_sender(channel);
    for (int i = 0; i < count; i++) {
        if (await tarry_channel_send(channel, i) < 0) {
            abort();
        }
    }
}

static async void consume(int_channel *channel) {
    int count = 0, message;
    while (await tarry_channel_receive(channel, &message) > 0) {
        count++;
    }
    if (count != MESSAGES) {
        abort();
    }
}

static async double millions_a_second(int senders) {
    int storage[CAPACITY];
    int_channel channel = TARRY_CHANNEL_INIT(storage);
    tarry_channel_open_senders(&channel, senders);
    double start = now_ns();
    parallel (s) {
        for (int i = 0; i < senders; i++) {
            spawn (s) produce(&channel, MESSAGES / senders);
        }
        spawn (s) consume(&channel);
    }
    return MESSAGES / (now_ns() - start) * 1e3;
}

async int main(void) {
    report("one_to_one", await millions_a_second(1));
    report("four_to_one", await millions_a_second(4));
    return 0;
}
