// The four kinds of channels: bounded in the program's memory and allocated, unbounded, rendezvous.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

typedef TARRY_CHANNEL(int) ints;

static int static_storage[2];
static ints static_channel = TARRY_CHANNEL_INIT(static_storage);

static async int produce(ints *channel, int count) {
    defer tarry_channel_close(channel);
    for (int i = 1; i <= count; i++) {
        int error = await tarry_channel_send(channel, i);
        if (error) {
            return error;
        }
    }
    return 0;
}

static async int consume(ints *channel, int *out_sum) {
    int n, last = 0, received;
    while ((received = await tarry_channel_receive(channel, &n)) > 0) {
        if (n != last + 1) {
            return -1;
        }
        last = n;
        *out_sum += n;
    }
    return received;
}

static async void run(const char *name, ints *channel) {
    int sent = 1, received = 1, sum = 0;
    parallel (s) {
        spawn (s) sent = produce(channel, 1000);
        spawn (s) received = consume(channel, &sum);
    }
    printf("%s: %d %d %d\n", name, sent, received, sum);
    printf("%d %d\n", await tarry_channel_send(channel, 1) == -EPIPE, tarry_channel_is_closed(channel));
    tarry_channel_destroy(channel);
}

async int main(void) {
    ints channel = {0};
    await run("rendezvous", &channel);
    int storage[3];
    channel = (ints)TARRY_CHANNEL_INIT(storage);
    printf("%d\n", (int)tarry_channel_capacity(&channel));
    await run("bounded", &channel);
    await run("static", &static_channel);
    if (tarry_channel_init(&channel, 7)) {
        return 1;
    }
    await run("allocated", &channel);
    if (tarry_channel_init(&channel, TARRY_UNBOUNDED)) {
        return 1;
    }
    printf("%d\n", tarry_channel_capacity(&channel) == TARRY_UNBOUNDED);
    await run("unbounded", &channel);
    tarry_channel_init_with(&channel, storage, 2);
    await run("bounded", &channel);
    return 0;
}

// expect: rendezvous: 0 0 500500
// expect: 1 1
// expect: 3
// expect: bounded: 0 0 500500
// expect: 1 1
// expect: static: 0 0 500500
// expect: 1 1
// expect: allocated: 0 0 500500
// expect: 1 1
// expect: 1
// expect: unbounded: 0 0 500500
// expect: 1 1
// expect: bounded: 0 0 500500
// expect: 1 1
