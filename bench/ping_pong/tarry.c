// Two tasks send a ball to and fro over two channels that hold one. Nanoseconds a round trip.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { ROUND_TRIPS = 1000000 };

typedef TARRY_CHANNEL(int) ball_channel;

static async void other(ball_channel *there, ball_channel *back) {
    int ball;
    while (await tarry_channel_receive(there, &ball) > 0) {
        if (await tarry_channel_send(back, ball) < 0) {
            return;
        }
    }
}

static async void play(ball_channel *there, ball_channel *back) {
    for (int i = 0; i < ROUND_TRIPS; i++) {
        int ball;
        if (await tarry_channel_send(there, i) < 0 ||
            await tarry_channel_receive(back, &ball) != 1 || ball != i) {
            abort();
        }
    }
    tarry_channel_close(there);
}

async int main(void) {
    int storage[2][1];
    ball_channel there = TARRY_CHANNEL_INIT(storage[0]), back = TARRY_CHANNEL_INIT(storage[1]);
    double start = now_ns();
    parallel (s) {
        spawn (s) other(&there, &back);
        spawn (s) play(&there, &back);
    }
    report("round_trip", (now_ns() - start) / ROUND_TRIPS);
    return 0;
}
