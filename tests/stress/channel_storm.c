// Channels of every kind, with several senders and receivers on all workers whose waits are cancelled by chance: each message
// that was sent arrives, once, those of one sender in order at each receiver; none that was not; and everybody comes to an end.
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>
#include <time.h>

enum { ROUNDS = 60, SENDERS = 4, RECEIVERS = 3, MESSAGES = 60, BATCH = 5 };

#define CHECK(condition) ((condition) ? (void)0 : fail(#condition, __LINE__))

static uint64_t seed;

static void fail(const char *condition, int line) {
    fprintf(stderr, "line %d: not true: %s; TARRY_SEED=%llu\n", line, condition,
            (unsigned long long)seed);
    abort();
}

static uint32_t below(uint64_t *random, uint32_t limit) { // splitmix64
    uint64_t x = *random += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return (uint32_t)((x ^ x >> 31) >> 8) % limit;
}

struct message {
    int sender, number, check;
};
typedef TARRY_CHANNEL(struct message) messages;

static atomic_int arrived[SENDERS][MESSAGES];

static async void wait_a_little(uint32_t turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

static async int send_all(messages *channel, int sender, uint64_t random) {
    defer tarry_channel_close_sender(channel);
    for (int number = 0; number < MESSAGES;) {
        struct message batch[BATCH];
        int count = 1 + (int)below(&random, BATCH);
        for (int i = 0; i < count; i++) {
            batch[i] = (struct message){sender, number + i, sender * 1000 + number + i};
        }
        count = number + count > MESSAGES ? MESSAGES - number : count;
        ptrdiff_t sent = 0;
        switch (below(&random, 4)) {
        case 0:
            sent = tarry_channel_try_send_many(channel, batch, (size_t)count);
            CHECK(sent > 0 || sent == -EAGAIN);
            break;
        case 1:
            race {
                when ((sent = await tarry_channel_send_many(channel, batch, (size_t)count)) > 0) {
                }
                when (await wait_a_little(below(&random, 4))) {
                }
            }
            CHECK(sent > 0 || sent == -ECANCELED);
            break;
        case 2:
            sent = 1;
            CHECK(await tarry_channel_send(channel, batch[0]) == 0);
            break;
        default: {
            int error = 0;
            race {
                when ((error = await tarry_channel_send(channel, batch[0])) == 0) {
                }
                when (await wait_a_little(below(&random, 4))) {
                }
            }
            CHECK(error == 0 || error == -ECANCELED);
            sent = error == 0;
        }
        }
        number += sent > 0 ? (int)sent : 0;
        if (below(&random, 8) == 0) {
            await tarry_yield();
        }
    }
    return 0;
}

static void look(const struct message *message, int *last) {
    CHECK(message->sender >= 0 && message->sender < SENDERS);
    CHECK(message->number > last[message->sender] && message->number < MESSAGES);
    CHECK(message->check == message->sender * 1000 + message->number);
    last[message->sender] = message->number;
    CHECK(atomic_fetch_add(&arrived[message->sender][message->number], 1) == 0);
}

static async int receive_all(messages *channel, uint64_t random) {
    int last[SENDERS] = {-1, -1, -1, -1}, count = 0;
    for (;;) {
        struct message batch[BATCH];
        ptrdiff_t got = 0;
        switch (below(&random, 4)) {
        case 0:
            got = tarry_channel_try_receive_many(channel, batch, BATCH);
            break;
        case 1:
            race {
                when ((got = await tarry_channel_receive_many(channel, batch, BATCH)) > 0) {
                }
                when (await wait_a_little(below(&random, 4))) {
                }
            }
            break;
        case 2:
            got = await tarry_channel_receive(channel, batch);
            break;
        default:
            race {
                when ((got = await tarry_channel_receive(channel, batch)) > 0) {
                }
                when (await wait_a_little(below(&random, 4))) {
                }
            }
        }
        if (got == 0) {
            return count;
        }
        CHECK(got > 0 || got == -EAGAIN || got == -ECANCELED);
        for (ptrdiff_t i = 0; i < got; i++) {
            look(&batch[i], last);
            count++;
        }
        if (got == -EAGAIN || below(&random, 8) == 0) {
            await tarry_yield();
        }
    }
}

static async void run_round(void) {
    static const size_t capacities[] = {0, 1, 2, 5, 64, TARRY_UNBOUNDED};
    uint64_t random = seed;
    messages channel;
    CHECK(tarry_channel_init(&channel, capacities[below(&random, 6)]) == 0);
    int sent[SENDERS], received[RECEIVERS], total = 0;
    tarry_channel_open_senders(&channel, SENDERS);
    parallel (s) {
        for (int i = 0; i < RECEIVERS; i++) {
            spawn (s) received[i] = receive_all(&channel, random++);
        }
        for (int i = 0; i < SENDERS; i++) {
            spawn (s) sent[i] = send_all(&channel, i, random++);
        }
    }
    for (int i = 0; i < RECEIVERS; i++) {
        total += received[i];
    }
    CHECK(total == SENDERS * MESSAGES);
    for (int i = 0; i < SENDERS; i++) {
        for (int k = 0; k < MESSAGES; k++) {
            CHECK(atomic_exchange(&arrived[i][k], 0) == 1);
        }
        CHECK(sent[i] == 0);
    }
    tarry_channel_destroy(&channel);
}

async int main(void) {
    const char *only = getenv("TARRY_SEED");
    seed = only ? strtoull(only, NULL, 10) : (uint64_t)time(NULL) * ROUNDS;
    for (int i = 0; i < (only ? 1 : ROUNDS); i++, seed++) {
        await run_round();
    }
    printf("all arrived\n");
    return 0;
}

// expect: all arrived
