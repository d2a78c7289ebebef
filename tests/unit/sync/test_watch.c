// Watches: cancelled at each chance a receive has written nothing; versions only grow, values belong to
// theirs, and everybody sees the last, whatever is set, and by how many, meanwhile.
#include <errno.h>
#include <tarry.h>

#include "../runtime/future.h"
#include "seeds.h"

struct value {
    uint64_t number, check[3];
};
typedef TARRY_WATCH(struct value) watch;

enum { SEEDS = 1000, WRITERS = 2, READERS = 3, TIMES = 20 };

static struct value value_of(uint64_t number) {
    return (struct value){number, {~number, number * 3, number}};
}

static void check_value(const struct value *value) {
    uint64_t number = value->number;
    CHECK(value->check[0] == ~number && value->check[1] == number * 3 && value->check[2] == number);
}

static async void let_run(uint32_t turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

// ---- cancelled at each chance ----

struct reader {
    watch *watch;
    uint64_t seen;
    struct value value;
};

static async int read_twice(void *argument) {
    struct reader *reader = argument;
    for (int i = 0; i < 2; i++) {
        uint64_t before = reader->seen;
        int got = await tarry_watch_receive(reader->watch, &reader->seen, &reader->value);
        CHECK(got == 1 ? reader->seen > before : reader->seen == before);
        CHECK(reader->seen == reader->value.number);
        if (got < 1) {
            return got;
        }
    }
    return 1;
}

static async void set_twice(watch *watch) {
    for (uint64_t i = 1; i <= 2; i++) {
        await let_run(4);
        CHECK(tarry_watch_set(watch, value_of(i)) == 0);
    }
}

static async bool cancel_reader(unsigned n) {
    watch watch = {0};
    struct reader reader = {&watch, 0, value_of(0)};
    bool cancelled = false;
    int result = 5;
    concurrent (s) {
        spawn (s) set_twice(&watch);
        cancelled = await tarry_cancel_nth(n, read_twice, &reader, &result);
    }
    CHECK(result == 1 || (cancelled && result == -ECANCELED));
    CHECK(!watch.watch.waiters);
    return cancelled;
}

// ---- many ----

static async void write_some(watch *watch, uint64_t random) {
    for (int i = 0; i < TIMES;) {
        struct value value;
        uint64_t version = tarry_watch_get(watch, &value);
        await let_run(below(&random, 3) / 2);
        int error = tarry_watch_set_if(watch, version, value_of(version + 1));
        CHECK(error == 0 || error == -EAGAIN);
        i += error == 0;
        if (below(&random, 3) == 0) {
            await tarry_yield();
        }
    }
}

static async int read_all(watch *watch, uint64_t random) {
    uint64_t seen = 0;
    struct value value;
    for (;;) {
        uint64_t before = seen;
        int got = -ECANCELED;
        if (below(&random, 2)) {
            race {
                when ((got = await tarry_watch_receive(watch, &seen, &value)) >= 0) {
                }
                when (await let_run(below(&random, 5))) {
                }
            }
        } else {
            got = await tarry_watch_receive(watch, &seen, &value);
        }
        CHECK(got == 1 ? seen > before : seen == before);
        if (got == 1) {
            check_value(&value);
            CHECK(value.number == seen);
        }
        if (got == 0) {
            return (int)seen;
        }
    }
}

static async void run_seed(uint64_t seed) {
    watch watch = {0};
    int last[READERS];
    parallel (s) {
        for (int i = 0; i < READERS; i++) {
            spawn (s) last[i] = read_all(&watch, seed++);
        }
        parallel (writers) {
            for (int i = 0; i < WRITERS; i++) {
                spawn (writers) write_some(&watch, seed++);
            }
        }
        tarry_watch_close(&watch);
    }
    for (int i = 0; i < READERS; i++) {
        CHECK(last[i] == WRITERS * TIMES);
    }
}

async int main(void) {
    unsigned n = 1;
    while (await cancel_reader(n)) {
        n++;
    }
    CHECK(n > 4);
    struct seeds seeds = seeds_begin((unsigned)scaled(SEEDS));
    for (uint64_t seed; seeds_next(&seeds, &seed);) {
        await run_seed(seed);
    }
    return 0;
}
