// The semaphore: order, large requests, cancelled at each place, closing, other threads, at random
// against a model, and misused.
#include <tarry/semaphore.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"

// ---- one task after the other ----

static async int take(struct tarry_semaphore *semaphore, unsigned permits, int *place,
                      int *counter) {
    int error = await tarry_semaphore_acquire(semaphore, permits);
    *place = ++*counter;
    return error;
}

static async int in_order(void) {
    struct tarry_semaphore semaphore = TARRY_SEMAPHORE_INIT(3);
    int place[6], result[6], counter = 0;
    CHECK(tarry_semaphore_try_acquire(&semaphore, 4) == -EAGAIN);
    CHECK(tarry_semaphore_try_acquire(&semaphore, 2) == 0);
    CHECK(await tarry_semaphore_acquire(&semaphore, 0) == 0);
    CHECK(await tarry_semaphore_acquire(&semaphore, TARRY_SEMAPHORE_MAX + 1u) == -EINVAL);
    CHECK(tarry_semaphore_try_acquire(&semaphore, UINT32_MAX) == -EINVAL);
    concurrent (s) {
        spawn (s) result[0] = take(&semaphore, 3, &place[0], &counter);
        await tarry_yield();
        // One is free, but the first one wants three.
        CHECK(tarry_semaphore_available(&semaphore) == 1);
        CHECK(tarry_semaphore_try_acquire(&semaphore, 1) == -EAGAIN);
        spawn (s) result[1] = take(&semaphore, 1, &place[1], &counter);
        spawn (s) result[2] = take(&semaphore, 0, &place[2], &counter);
        await yields(2);
        CHECK(counter == 0);
        tarry_semaphore_release(&semaphore, 1);
        await yields(2);
        CHECK(counter == 0);
        tarry_semaphore_release(&semaphore, 1);
        await yields(2);
        CHECK(counter == 1 && place[0] == 1 && result[0] == 0);
        CHECK(tarry_semaphore_add(&semaphore, 5) == 0);
    }
    CHECK(counter == 3 && result[1] == 0 && result[2] == 0);
    CHECK(tarry_semaphore_available(&semaphore) == 4);
    tarry_semaphore_release(&semaphore, 4);
    CHECK(tarry_semaphore_add(&semaphore, TARRY_SEMAPHORE_MAX) == -EOVERFLOW);
    CHECK(tarry_semaphore_available(&semaphore) == 8);
    return 0;
}

// Who leaves, cancelled, no longer holds up those behind him.
static async int large_leaves(void) {
    struct tarry_semaphore semaphore;
    tarry_semaphore_init(&semaphore, 2);
    int place[4], result[4], counter = 0;
    concurrent (s) {
        concurrent (large) {
            spawn (large) result[0] = take(&semaphore, 3, &place[0], &counter);
            await tarry_yield();
            spawn (s) result[1] = take(&semaphore, 1, &place[1], &counter);
            spawn (s) result[2] = take(&semaphore, 1, &place[2], &counter);
            spawn (s) result[3] = take(&semaphore, 1, &place[3], &counter);
            await yields(2);
            CHECK(counter == 0);
            tarry_cancel(&large);
        }
        CHECK(result[0] == -ECANCELED);
        await yields(2);
        CHECK(counter == 3 && tarry_semaphore_available(&semaphore) == 0);
        tarry_semaphore_close(&semaphore);
        tarry_semaphore_release(&semaphore, 2);
    }
    CHECK(result[1] == 0 && result[2] == 0 && result[3] == -EPIPE);
    CHECK(tarry_semaphore_try_acquire(&semaphore, 1) == -EPIPE);
    CHECK(await tarry_semaphore_acquire(&semaphore, 0) == -EPIPE);
    CHECK(tarry_semaphore_available(&semaphore) == 2);
    return 0;
}

// ---- cancelled at each place ----

static async int take_and_give(void *argument) {
    struct tarry_semaphore *semaphore = argument;
    for (unsigned permits = 1; permits <= 3; permits++) {
        int error = await tarry_semaphore_acquire(semaphore, permits);
        if (error < 0) {
            return error;
        }
        defer tarry_semaphore_release(semaphore, permits);
        await tarry_yield();
    }
    return 7;
}

static async int hold(struct tarry_semaphore *semaphore, unsigned permits, unsigned count) {
    int error = await tarry_semaphore_acquire(semaphore, permits);
    CHECK(error == 0);
    await yields(count);
    tarry_semaphore_release(semaphore, permits);
    return 0;
}

static async int cancelled_everywhere(void) {
    int result = 0;
    unsigned n = 1, refused = 0;
    for (bool cancelled = true; cancelled; n++) {
        struct tarry_semaphore semaphore = TARRY_SEMAPHORE_INIT(3);
        concurrent (s) {
            spawn (s) hold(&semaphore, 3, 2);
            await tarry_yield();
            spawn (s) cancelled = tarry_cancel_nth(n, take_and_give, &semaphore, &result);
            await tarry_yield();
            spawn (s) hold(&semaphore, 2, 3);
            spawn (s) hold(&semaphore, 1, 1);
        }
        CHECK(tarry_semaphore_available(&semaphore) == 3 && !semaphore.waiters);
        CHECK(result == 7 || (cancelled && result == -ECANCELED));
        refused += result != 7;
    }
    CHECK(n > 8 && refused >= 6);
    return 0;
}

// ---- one permit from each of many threads; the semaphore goes as soon as all are there ----

enum { THREADS = 3 };

static _Atomic(struct tarry_semaphore *) handed[THREADS];
static _Atomic bool over;

static void release_handed(void *argument) {
    _Atomic(struct tarry_semaphore *) *place = argument;
    while (!tarry__load(&over, acquire)) {
        struct tarry_semaphore *semaphore = tarry__exchange(place, NULL, acquire);
        if (semaphore) {
            CHECK(tarry_semaphore_add(semaphore, 1) == 0);
        } else {
            tarry__system_yield();
        }
    }
}

static async int collecting(int times) {
    for (int i = 0; i < times; i++) {
        struct tarry_semaphore *semaphore = malloc(sizeof *semaphore);
        CHECK(semaphore);
        *semaphore = (struct tarry_semaphore){0};
        for (int k = 0; k < THREADS; k++) {
            tarry__store(&handed[k], semaphore, release);
        }
        unsigned first = (unsigned)i % (THREADS + 1);
        CHECK(await tarry_semaphore_acquire(semaphore, first) == 0);
        CHECK(await tarry_semaphore_acquire(semaphore, THREADS - first) == 0);
        free(semaphore);
    }
    return 0;
}

static void test_threads(unsigned workers) {
    struct tarry__thread threads[THREADS];
    tarry__store(&over, false, relaxed);
    for (int i = 0; i < THREADS; i++) {
        CHECK(tarry__thread_start(&threads[i], "add", release_handed, (void *)&handed[i]) == 0);
    }
    struct collecting__future future = {.times = scaled(500)};
    CHECK(run_on(workers, &collecting__function, &future) == 0);
    tarry__store(&over, true, release);
    for (int i = 0; i < THREADS; i++) {
        tarry__thread_join(&threads[i]);
    }
}

// ---- at random, against a model ----

enum { ACTORS = 8, STEPS = 10 };

struct request {
    int index;
    unsigned permits;
};

// On one worker the model says who has to have his permits, at each moment.
struct model {
    struct tarry_semaphore semaphore;
    struct actor actors[ACTORS];
    _Atomic int held, total;
    bool ordered, closed;
    unsigned free;
    struct request queue[ACTORS];
    int length;
    int answers[ACTORS]; // -EAGAIN: waits
};

static void model_add(struct model *model, unsigned permits) {
    if (!model->ordered) {
        return;
    }
    model->free += permits;
    while (model->length > 0 && (model->closed || model->queue[0].permits <= model->free)) {
        struct request first = model->queue[0];
        model->free -= model->closed ? 0 : first.permits;
        model->answers[first.index] = model->closed ? -EPIPE : 0;
        memmove(&model->queue[0], &model->queue[1], sizeof first * (size_t)--model->length);
    }
}

static void model_ask(struct model *model, int index, unsigned permits) {
    model->answers[index] = -EAGAIN;
    model->queue[model->length++] = (struct request){index, permits};
    model_add(model, 0);
}

static void model_leave(struct model *model, int index) {
    int place = 0;
    while (model->queue[place].index != index) {
        EXPECT(++place < model->length);
    }
    memmove(&model->queue[place], &model->queue[place + 1],
            sizeof model->queue[0] * (size_t)(--model->length - place));
    model_add(model, 0);
}

static async int model_acquire(struct model *model, int index, unsigned permits) {
    if (!model->ordered) {
        return await tarry_semaphore_acquire(&model->semaphore, permits);
    }
    model_ask(model, index, permits);
    int result = await tarry_semaphore_acquire(&model->semaphore, permits);
    if (result == -ECANCELED) {
        EXPECT(model->answers[index] == -EAGAIN || permits == 0);
        if (model->answers[index] == -EAGAIN) {
            model_leave(model, index);
        }
    } else {
        EXPECT(result == model->answers[index]);
    }
    return result;
}

static int model_try(struct model *model, int index, unsigned permits) {
    int result = tarry_semaphore_try_acquire(&model->semaphore, permits);
    EXPECT(result == 0 || result == -EAGAIN || result == -EPIPE);
    if (model->ordered) {
        model_ask(model, index, permits);
        EXPECT(result == model->answers[index]);
        if (result == -EAGAIN) {
            model_leave(model, index);
        }
    }
    return result;
}

static void model_release(struct model *model, struct actor *actor, unsigned permits) {
    unsigned part = actor_random(actor, permits + 1);
    tarry__fetch_sub(&model->held, (int)permits, relaxed);
    tarry_semaphore_release(&model->semaphore, part);
    tarry_semaphore_release(&model->semaphore, permits - part);
    model_add(model, permits);
}

static void model_change(struct model *model, struct actor *actor) {
    unsigned chance = actor_random(actor, 200);
    if (chance < 20) {
        tarry__fetch_add(&model->total, 1, relaxed);
        EXPECT(tarry_semaphore_add(&model->semaphore, 1) == 0);
        model_add(model, 1);
    } else if (chance == 20) {
        tarry_semaphore_close(&model->semaphore);
        if (model->ordered) {
            model->closed = true;
            model_add(model, 0);
        }
    } else if (chance < 60) {
        actor_attack(&model->actors[actor_random(actor, ACTORS)]);
    }
}

static async int act(struct model *model, struct actor *actor) {
    for (int step = 0; step < STEPS; step++) {
        unsigned permits = 1 + actor_random(actor, 4);
        int result = -ECANCELED;
        if (actor_random(actor, 4) == 0) {
            result = model_try(model, actor->index, permits);
        } else {
            UNDER_FIRE(actor, result = await model_acquire(model, actor->index, permits));
            EXPECT(result == 0 || result == -ECANCELED || result == -EPIPE);
        }
        if (result == 0) {
            EXPECT(tarry__fetch_add(&model->held, (int)permits, relaxed) + (int)permits <=
                   tarry__load(&model->total, relaxed));
            await yields(actor_random(actor, 3));
            model_release(model, actor, permits);
        }
        model_change(model, actor);
        await yields(1);
    }
    return 0;
}

static async int random_program(struct model *model) {
    parallel (s) {
        for (int i = 0; i < ACTORS; i++) {
            spawn (s) act(model, &model->actors[i]);
        }
    }
    EXPECT(!model->semaphore.waiters && model->length == 0);
    EXPECT(tarry_semaphore_available(&model->semaphore) == (unsigned)model->total);
    return 0;
}

static void run_random(unsigned workers, uint64_t seed) {
    struct model model = {
        .semaphore = TARRY_SEMAPHORE_INIT(4), .total = 4, .free = 4, .ordered = workers == 1};
    for (int i = 0; i < ACTORS; i++) {
        actor_init(&model.actors[i], seed, i);
    }
    struct random_program__future future = {.model = &model};
    CHECK(run_on(workers, &random_program__function, &future) == 0);
}

// ---- misuse ----

static async int release_too_many(void) {
    struct tarry_semaphore semaphore = TARRY_SEMAPHORE_INIT(2);
    int error = await tarry_semaphore_acquire(&semaphore, 1);
    tarry_semaphore_release(&semaphore, 2);
    return error;
}

static async int release_what_was_not_added(void) {
    struct tarry_semaphore semaphore = TARRY_SEMAPHORE_INIT(2);
    int error = await tarry_semaphore_acquire(&semaphore, 1);
    CHECK(tarry_semaphore_add(&semaphore, TARRY_SEMAPHORE_MAX) == -EOVERFLOW);
    tarry_semaphore_release(&semaphore, 2);
    return error;
}

int main(void) {
    EXPECT_MISUSE(release_what_was_not_added, "tarry_semaphore_release: more permits",
                  "release_what_was_not_added");
    EXPECT_MISUSE(release_too_many, "tarry_semaphore_release: more permits", "release_too_many");
    struct in_order__future in_order = {0};
    CHECK(run_on(1, &in_order__function, &in_order) == 0);
    struct large_leaves__future large_leaves = {0};
    CHECK(run_on(1, &large_leaves__function, &large_leaves) == 0);
    struct cancelled_everywhere__future everywhere = {0};
    CHECK(run_on(1, &cancelled_everywhere__function, &everywhere) == 0);
    test_threads(1);
    test_threads(env_workers());
    for_seeds(scaled(2000), run_random);
    return 0;
}
