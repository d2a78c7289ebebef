// Oneshots: cancelled at each chance a receive has taken nothing; the memory goes as soon as the value
// is received; of many senders, closers and receivers, some cancelled, one sends and one receives.
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <tarry.h>

#include "../runtime/future.h"
#include "seeds.h"

typedef TARRY_ONESHOT(uint64_t) slot;

enum { SEEDS = 1000, PARTIES = 3, REUSES = 2000 };

static int receive_now(slot *slot) {
    uint64_t value = 0;
    int got = tarry_oneshot_try_receive(slot, &value);
    CHECK(got != 1 || value == 7);
    return got;
}

static async void let_run(uint32_t turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

// ---- cancelled at each chance ----

static async int receive(void *argument) {
    slot *slot = argument;
    uint64_t value;
    int got = await tarry_oneshot_receive(slot, &value);
    CHECK(got != 1 || value == 7);
    return got;
}

static async int watch(void *argument) {
    slot *slot = argument;
    return await tarry_oneshot_wait_closed(slot);
}

static async void send_late(slot *slot) {
    await tarry_yield();
    CHECK(tarry_oneshot_send(slot, 7) == 0);
}

static async bool cancel_receiver(unsigned n) {
    slot slot = {0};
    bool cancelled = false;
    int result = 5;
    concurrent (s) {
        spawn (s) send_late(&slot);
        cancelled = await tarry_cancel_nth(n, receive, &slot, &result);
    }
    CHECK(result == 1 || (cancelled && result == -ECANCELED));
    CHECK(receive_now(&slot) == (result == 1 ? 0 : 1));
    CHECK(!slot.oneshot.receivers && !slot.oneshot.watchers);
    return cancelled;
}

static async bool cancel_watcher(unsigned n) {
    slot slot = {0};
    bool cancelled = false;
    int result = 5;
    concurrent (s) {
        spawn (s) send_late(&slot);
        cancelled = await tarry_cancel_nth(n, watch, &slot, &result);
    }
    CHECK(result == 0 || (cancelled && result == -ECANCELED));
    CHECK(receive_now(&slot) == 1);
    return cancelled;
}

// ---- the memory goes at once ----

static async void send_to(slot *slot) {
    (void)tarry_oneshot_send(slot, 7);
}

static async void close_it(slot *slot) {
    tarry_oneshot_close(slot);
}

static async void test_reuse(void) {
    parallel (s) {
        for (int i = 0; i < REUSES; i++) {
            slot *slot = calloc(1, sizeof *slot);
            CHECK(slot);
            bool sends = i % 3 > 0;
            if (sends) {
                spawn (s) send_to(slot);
            } else {
                spawn (s) close_it(slot);
            }
            uint64_t value = 0;
            CHECK(await tarry_oneshot_receive(slot, &value) == sends && (!sends || value == 7));
            free(slot);
        }
    }
}

// ---- all at the same time ----

static async int act(slot *slot, int what, uint64_t random) {
    await let_run(below(&random, 4));
    if (what == 0) {
        int error = tarry_oneshot_send(slot, 7);
        return error == 0 ? 1 : error;
    }
    if (what == 2) {
        tarry_oneshot_close(slot);
        return 0;
    }
    int got = 0;
    race {
        when ((got = await tarry_oneshot_receive(slot, &random)) >= 0) {
        }
        when (await let_run(below(&random, 5))) {
        }
    }
    CHECK(got != 1 || random == 7);
    return got;
}

static async void run_seed(uint64_t seed) {
    slot slot = {0};
    int results[3][PARTIES], counts[3] = {0};
    uint64_t random = seed;
    int parties[3] = {(int)below(&random, PARTIES + 1), (int)below(&random, PARTIES + 1),
                      (int)below(&random, 2)};
    parallel (s) {
        for (int what = 0; what < 3; what++) {
            for (int i = 0; i < parties[what]; i++) {
                spawn (s) results[what][i] = act(&slot, what, random++);
            }
        }
        while (below(&random, 4)) {
            await tarry_yield();
        }
        tarry_oneshot_close(&slot);
    }
    for (int what = 0; what < 3; what++) {
        for (int i = 0; i < parties[what]; i++) {
            counts[what] += results[what][i] == 1;
            CHECK(results[what][i] == 1 || results[what][i] == 0 || what < 2);
        }
    }
    CHECK(counts[0] <= 1 && counts[1] <= counts[0]);
    CHECK(receive_now(&slot) == counts[0] - counts[1]); // nobody took it
    CHECK(!slot.oneshot.receivers && !slot.oneshot.watchers);
}

async int main(void) {
    unsigned n = 1;
    while (await cancel_receiver(n)) {
        n++;
    }
    CHECK(n > 2);
    for (n = 1; await cancel_watcher(n); n++) {
    }
    CHECK(n > 2);
    await test_reuse();
    struct seeds seeds = seeds_begin((unsigned)scaled(SEEDS));
    for (uint64_t seed; seeds_next(&seeds, &seed);) {
        await run_seed(seed);
    }
    return 0;
}
