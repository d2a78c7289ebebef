// Fault 39: very many who wait are all let go at once, each in its turn: behind who was ready before them, and others in
// between where letting go takes a turn for each.
#include <tarry.h>

#include "actors.h"

struct herd {
    struct tarry_mutex mutex;
    struct tarry_condition condition;
    struct tarry_semaphore semaphore;
    int waiting, gone, ticks;
    int gone_at_first_tick; // of those since they were let go; -1: none yet
    bool let_go, over;
};

static async int wait_at_condition(struct herd *herd, int number) {
    int error = await tarry_mutex_lock(&herd->mutex);
    herd->waiting++;
    error = error < 0 ? error : await tarry_condition_wait(&herd->condition, &herd->mutex);
    CHECK(error == 0 && herd->gone == number);
    herd->gone++;
    tarry_mutex_unlock(&herd->mutex);
    return 0;
}

static async int wait_at_semaphore(struct herd *herd) {
    herd->waiting++;
    int error = await tarry_semaphore_acquire(&herd->semaphore, 1);
    herd->gone++;
    return error;
}

static async void tick(struct herd *herd) {
    while (!herd->over) {
        herd->ticks += herd->gone > 0;
        if (herd->let_go && herd->gone_at_first_tick < 0) {
            herd->gone_at_first_tick = herd->gone;
        }
        await tarry_yield();
    }
}

static async void wait_until_waiting(const struct herd *herd, int count) {
    while (herd->waiting < count) {
        await tarry_yield();
    }
}

// As many ticks as there are rounds of a hundred and more.
static async int at_condition(int count) {
    struct herd herd = {0};
    parallel (other) { // what may run anywhere takes turns with what may not
        spawn (other) tick(&herd);
        concurrent (s) {
            for (int i = 0; i < count; i++) {
                spawn (s) wait_at_condition(&herd, i);
            }
            await wait_until_waiting(&herd, count);
            tarry_condition_broadcast(&herd.condition);
        }
        herd.over = true;
    }
    CHECK(herd.gone == count && herd.ticks >= count / 1000);
    return 0;
}

static async int at_semaphore(int count) {
    struct herd herd = {.gone_at_first_tick = -1};
    int last = 0;
    parallel (other) { // what may run anywhere stands in the same queue as what may not
        spawn (other) tick(&herd);
        concurrent (s) {
            for (int i = 0; i < count; i++) {
                spawn (s) wait_at_semaphore(&herd);
            }
            spawn (s) last = wait_at_semaphore(&herd);
            await wait_until_waiting(&herd, count + 1);
            herd.let_go = true;
            CHECK(tarry_semaphore_add(&herd.semaphore, (unsigned)count) == 0);
            tarry_semaphore_close(&herd.semaphore);
        }
        herd.over = true;
    }
    CHECK(herd.gone == count + 1 && last == -EPIPE && herd.gone_at_first_tick == 0);
    CHECK(tarry_semaphore_available(&herd.semaphore) == 0);
    return 0;
}

int main(void) {
    struct at_condition__future condition = {.count = scaled(100000)};
    CHECK(run_on(1, &at_condition__function, &condition) == 0);
    struct at_semaphore__future semaphore = {.count = scaled(100000)};
    CHECK(run_on(1, &at_semaphore__function, &semaphore) == 0);
    return 0;
}
