// A race between two channels loses no message: the arm that lost has taken nothing, or has it in its result.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

enum { MESSAGES = 2000 };

typedef TARRY_CHANNEL(int) ints;

static async void produce(ints *channel, int first) {
    for (int i = first; i < MESSAGES; i += 2) {
        if (await tarry_channel_send(channel, i)) {
            return;
        }
        if (i % 7 == 0) {
            await tarry_yield();
        }
    }
}

async int main(void) {
    int storage[1], seen[MESSAGES] = {0}, count = 0, both = 0;
    ints one = TARRY_CHANNEL_INIT(storage), two = {0};
    parallel (s) {
        spawn (s) produce(&one, 0);
        spawn (s) produce(&two, 1);
        while (count < MESSAGES) {
            int a, b, got_a = -ECANCELED, got_b = -ECANCELED;
            race {
                when ((got_a = await tarry_channel_receive(&one, &a)) > 0) {}
                when ((got_b = await tarry_channel_receive(&two, &b)) > 0) {}
            }
            if (got_a > 0) {
                seen[a]++;
            }
            if (got_b > 0) {
                seen[b]++;
            }
            both += got_a > 0 && got_b > 0;
            count += (got_a > 0) + (got_b > 0);
        }
    }
    int wrong = 0;
    for (int i = 0; i < MESSAGES; i++) {
        wrong += seen[i] != 1;
    }
    printf("%d %d %d\n", count, wrong, both <= MESSAGES);
    return 0;
}

// expect: 2000 0 1
