// Broadcasts: cancelled at each chance a receive has taken nothing; compared with a log of all messages,
// on one worker call by call, on all workers by their sum: what a receiver got and what it missed.
#include <errno.h>
#include <stdlib.h>
#include <tarry.h>

#include "../runtime/future.h"
#include "base/memory.h"
#include "seeds.h"

struct message {
    uint64_t number, check;
};
typedef TARRY_BROADCAST(struct message) broadcast;

enum { SEEDS = 1000, STEPS = 80, RECEIVERS = 3, MESSAGES = 200, CAPACITIES = 5 };

static const size_t capacities[CAPACITIES] = {0, 1, 2, 5, 64};

static struct message message_of(uint64_t number) {
    return (struct message){number, ~number};
}

static async void let_run(uint32_t turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

// ---- cancelled at each chance ----

struct receiver {
    broadcast *broadcast;
    struct tarry_subscription subscription;
    uint64_t next; // the number of the message it has to get
};

static async int receive_four(void *argument) {
    struct receiver *receiver = argument;
    while (receiver->next < 4) {
        struct message message;
        int got =
            await tarry_broadcast_receive(receiver->broadcast, &receiver->subscription, &message);
        if (got < 1) {
            return got;
        }
        CHECK(message.number == receiver->next && message.check == ~message.number);
        receiver->next++;
    }
    return 1;
}

static async void send_four(broadcast *broadcast) {
    for (uint64_t i = 0; i < 4; i++) {
        await let_run(i == 3 ? 0 : 3);
        CHECK(tarry_broadcast_send(broadcast, message_of(i)) == 0);
    }
}

static async bool cancel_receiver(unsigned n) {
    struct message storage[4];
    broadcast broadcast = TARRY_BROADCAST_INIT(storage);
    struct receiver receiver = {.broadcast = &broadcast};
    bool cancelled = false;
    int result = 5;
    concurrent (s) {
        spawn (s) send_four(&broadcast);
        cancelled = await tarry_cancel_nth(n, receive_four, &receiver, &result);
    }
    CHECK(result == 1 || (cancelled && result == -ECANCELED));
    CHECK(await receive_four(&receiver) == 1); // the rest of them
    CHECK(!broadcast.broadcast.waiters);
    return cancelled;
}

// ---- call by call ----

struct call {
    bool waits, ended;
    int result;
    struct message message;
    struct tarry_subscription subscription;
};

static async void wait(struct call *call, broadcast *broadcast) {
    call->ended = false;
    call->result = await tarry_broadcast_receive(broadcast, &call->subscription, &call->message);
    call->ended = true;
}

// What a receive by a subscription at `position` gives, with `count` messages: its result, and *position
// behind it.
static int expected(uint64_t count, size_t capacity, bool closed, uint64_t *position) {
    if (*position == count) {
        return closed ? 0 : -EAGAIN;
    }
    if (count - *position > capacity) {
        *position = count - capacity;
        return -EOVERFLOW;
    }
    ++*position;
    return 1;
}

static void compare(struct call *call, uint64_t *position, int result, uint64_t before) {
    CHECK(call->ended && call->result == result);
    CHECK(call->subscription.position == *position);
    CHECK(result != 1 || (call->message.number == before && call->message.check == ~before));
    CHECK(result != -EOVERFLOW || call->subscription.missed == *position - before);
    call->waits = false;
}

static async void run_calls(uint64_t seed) {
    uint64_t random = seed, count = 0, positions[RECEIVERS] = {0};
    size_t capacity = capacities[below(&random, CAPACITIES)];
    broadcast broadcast;
    CHECK(tarry_broadcast_init(&broadcast, capacity) == 0);
    struct call calls[RECEIVERS] = {0};
    bool closed = false;
    concurrent (s) {
        for (int step = 0; step < STEPS; step++) {
            int who = (int)below(&random, RECEIVERS);
            struct call *call = &calls[who];
            uint64_t *position = &positions[who], before = *position;
            uint32_t chance = below(&random, 100);
            if (chance < 40) {
                CHECK(tarry_broadcast_send(&broadcast, message_of(count)) == (closed ? -EPIPE : 0));
                count += !closed;
            } else if (chance < 42 || step == STEPS - 1) {
                tarry_broadcast_close(&broadcast);
                closed = true;
            } else if (!call->waits && chance < 70) {
                int result = expected(count, capacity, closed, position);
                call->result =
                    tarry_broadcast_try_receive(&broadcast, &call->subscription, &call->message);
                call->ended = true;
                compare(call, position, result, before);
            } else if (!call->waits && chance < 95) {
                spawn (s) wait(call, &broadcast);
                call->waits = true;
                int result = expected(count, capacity, closed, position);
                await let_run(6);
                if (result != -EAGAIN) {
                    compare(call, position, result, before);
                }
            } else if (!call->waits) {
                call->subscription = tarry_broadcast_subscribe(&broadcast);
                *position = count;
            }
            await let_run(6);
            for (int i = 0; i < RECEIVERS; i++) {
                CHECK(tarry_broadcast_length(&broadcast, &calls[i].subscription) ==
                          count - positions[i] ||
                      calls[i].waits);
                if (calls[i].waits && (positions[i] < count || closed)) { // handed to who waits
                    uint64_t was = positions[i];
                    positions[i] = count;
                    compare(&calls[i], &positions[i], was < count ? 1 : 0, was);
                }
                CHECK(calls[i].ended || calls[i].waits ||
                      calls[i].subscription.position == positions[i]);
            }
        }
    }
    tarry_broadcast_destroy(&broadcast);
}

// ---- on all workers ----

static async uint64_t receive_all(broadcast *broadcast, uint64_t random) {
    struct tarry_subscription subscription = {0};
    uint64_t count = 0;
    for (;;) {
        struct message message;
        int got = -ECANCELED;
        if (below(&random, 3) == 0) {
            race {
                when ((got = await tarry_broadcast_receive(broadcast, &subscription, &message)) >=
                      0) {
                }
                when (await let_run(below(&random, 5))) {
                }
            }
        } else {
            got = await tarry_broadcast_receive(broadcast, &subscription, &message);
        }
        if (got == 0) {
            return count;
        }
        if (got == 1) {
            CHECK(message.number == count && message.check == ~count);
            count++;
        } else if (got == -EOVERFLOW) {
            count += subscription.missed;
        } else {
            CHECK(got == -ECANCELED);
        }
    }
}

static async void run_storm(uint64_t seed) {
    uint64_t random = seed, counts[RECEIVERS];
    broadcast broadcast;
    CHECK(tarry_broadcast_init(&broadcast, capacities[below(&random, CAPACITIES)]) == 0);
    parallel (s) {
        for (int i = 0; i < RECEIVERS; i++) {
            spawn (s) counts[i] = receive_all(&broadcast, random++);
        }
        for (uint64_t i = 0; i < MESSAGES; i++) {
            CHECK(tarry_broadcast_send(&broadcast, message_of(i)) == 0);
            await let_run(below(&random, 3) / 2);
        }
        tarry_broadcast_close(&broadcast);
    }
    for (int i = 0; i < RECEIVERS; i++) {
        CHECK(counts[i] == MESSAGES);
    }
    tarry_broadcast_destroy(&broadcast);
}

// ---- memory ----

static bool fails(size_t size) {
    return size > 0;
}

static void test_memory(void) {
    broadcast broadcast;
    tarry__memory_fault_set(fails);
    CHECK(tarry_broadcast_init(&broadcast, 5) == -ENOMEM &&
          tarry_broadcast_init(&broadcast, 0) == 0);
    tarry__memory_fault_set(NULL);
    CHECK(tarry_broadcast_init(&broadcast, SIZE_MAX / 2) == -ENOMEM);
    CHECK(tarry_broadcast_send(&broadcast, message_of(0)) == 0);
    tarry_broadcast_destroy(&broadcast);
    tarry_broadcast_destroy(&broadcast);
}

async int main(void) {
    test_memory();
    unsigned n = 1;
    while (await cancel_receiver(n)) {
        n++;
    }
    CHECK(n > 4);
    struct seeds seeds = seeds_begin((unsigned)scaled(SEEDS));
    for (uint64_t seed; seeds_next(&seeds, &seed);) {
        await run_calls(seed);
        await run_storm(seed);
    }
    return 0;
}
