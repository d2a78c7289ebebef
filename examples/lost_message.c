// A race between channels, of which the loser had already taken a message. Elsewhere it is dropped
// where it stands, and the message with it. Here a loser is told, comes to its end, and has its
// result: what was taken is in somebody's hands.
//
//     tarrycc lost_message.c -o lost_message && ./lost_message
#include <stdio.h>
#include <tarry.h>

enum { MESSAGES = 10000 };

typedef TARRY_CHANNEL(int) messages;

static async void send_from(int first, messages *out) {
    for (int i = first; i < first + MESSAGES; i++) {
        await tarry_channel_send(out, i);
        if (i % 3 == 0) {
            await tarry_yield(); // so that there is not always one
        }
    }
}

// Takes a message and makes a note of it, for which it has to wait: here it is when another arm
// wins.
static async int take(messages *from, int *message) {
    int got = await tarry_channel_receive(from, message);
    if (got > 0) {
        await tarry_sleep(TARRY_US(10)); // cancelled or not: there is a message, and we have it
    }
    return got;
}

async int main(void) {
    static int seen[2 * MESSAGES];
    int count = 0, beaten = 0, wrong = 0;
    messages left = {0}, right = {0};
    concurrent (s, .fail_fast = true) {
        spawn (s) send_from(0, &left);
        spawn (s) send_from(MESSAGES, &right);
        while (count < 2 * MESSAGES && s.error == 0) {
            int one, other, from_left = 0, from_right = 0;
            bool late = false;
            race TARRY_FAIR {
                when (from_left = await take(&left, &one)) late = false;
                when (from_right = await take(&right, &other)) late = false;
                when (await tarry_sleep(TARRY_US(20))) late = true;
            }
            beaten += (from_left > 0) + (from_right > 0) - !late;
            if (from_left > 0) {
                seen[one]++;
                count++;
            }
            if (from_right > 0) {
                seen[other]++;
                count++;
            }
        }
    }
    for (int i = 0; i < 2 * MESSAGES; i++) {
        wrong += seen[i] != 1;
    }
    fprintf(stderr, "%d messages were in the hands of an arm that had lost\n", beaten);
    printf("%d messages received, %d lost or received twice\n", count, wrong);
    return wrong > 0 || beaten == 0;
}
