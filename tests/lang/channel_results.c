// What the calls return: full, empty, closed, drained, cancelled, in part; and the count of senders.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

typedef TARRY_CHANNEL(int) ints;

static async void send_and_leave(ints *channel, int n) {
    defer tarry_channel_close_sender(channel);
    (void)await tarry_channel_send(channel, n);
}

async int main(void) {
    int storage[4], n = 0, many[6] = {1, 2, 3, 4, 5, 6}, got[6];
    ints c = TARRY_CHANNEL_INIT(storage);
    printf("empty: %d %d\n", tarry_channel_try_receive(&c, &n) == -EAGAIN,
           tarry_channel_try_receive_many(&c, got, 6) == -EAGAIN);
    printf("try: %d", tarry_channel_try_send(&c, 0));
    printf(" %d\n", (int)tarry_channel_try_send_many(&c, many, 6));
    printf("full: %d %d\n", tarry_channel_try_send(&c, 0) == -EAGAIN,
           tarry_channel_try_send_many(&c, many, 6) == -EAGAIN);
    printf("none: %d %d\n", (int)await tarry_channel_send_many(&c, many, 0),
           await tarry_channel_receive_many(&c, got, 0) == -EINVAL);
    printf("length: %d of %d\n", (int)tarry_channel_length(&c), (int)tarry_channel_capacity(&c));
    int sent = 1;
    within (0) {
        sent = await tarry_channel_send(&c, 9);
    }
    printf("cancelled: %d\n", sent == -ECANCELED);
    ptrdiff_t part = 0;
    n = await tarry_channel_receive(&c, got);
    concurrent (s) {
        spawn (s) part = tarry_channel_send_many(&c, many, 6); // one fits
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("in part: %d\n", (int)part);
    n = (int)await tarry_channel_receive_many(&c, got, 6);
    printf("many: %d: %d %d %d %d\n", n, got[0], got[1], got[2], got[3]);
    concurrent (s) {
        spawn (s) part = tarry_channel_send_many(&c, many, 6);
        await tarry_yield();
        tarry_channel_close(&c);
    }
    printf("closed: %d %d %d\n", (int)part, await tarry_channel_send(&c, 1) == -EPIPE,
           tarry_channel_try_send(&c, 1) == -EPIPE);
    n = (int)await tarry_channel_receive_many(&c, got, 6);
    printf("drained: %d, then %d", n, await tarry_channel_receive(&c, got));
    printf(" %d %d\n", (int)tarry_channel_try_receive_many(&c, got, 6), tarry_channel_try_receive(&c, got));

    ints r = {0};
    printf("rendezvous: %d %d %d %d\n", tarry_channel_try_send(&r, 1) == -EAGAIN,
           tarry_channel_try_receive(&r, got) == -EAGAIN, (int)tarry_channel_length(&r),
           (int)tarry_channel_capacity(&r));
    int taken = 0;
    concurrent (s) {
        spawn (s) taken = tarry_channel_receive(&r, &n);
        await tarry_yield();
        printf("try: %d", tarry_channel_try_send(&r, 7));
        printf(" %d\n", tarry_channel_try_send(&r, 8) == -EAGAIN);
    }
    printf("took: %d %d\n", taken, n);
    concurrent (s) {
        spawn (s) taken = tarry_channel_receive(&r, &n);
        await tarry_yield();
        tarry_channel_close(&r);
    }
    printf("took: %d\n", taken);

    c = (ints)TARRY_CHANNEL_INIT(storage);
    int sum = 0;
    tarry_channel_open_senders(&c, 10);
    concurrent (s) {
        for (int i = 1; i <= 10; i++) {
            spawn (s) send_and_leave(&c, i);
        }
        while (await tarry_channel_receive(&c, &n) > 0) {
            sum += n;
        }
    }
    printf("sum: %d\n", sum);
    return 0;
}

// expect: empty: 1 1
// expect: try: 0 3
// expect: full: 1 1
// expect: none: 0 1
// expect: length: 4 of 4
// expect: cancelled: 1
// expect: in part: 1
// expect: many: 4: 1 2 3 1
// expect: closed: 4 1 1
// expect: drained: 4, then 0 0 0
// expect: rendezvous: 1 1 0 0
// expect: try: 0 1
// expect: took: 1 7
// expect: took: 0
// expect: sum: 55
