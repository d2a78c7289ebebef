// The mutex: who has it, in which order, cancelled at each place, from other threads, at random
// against a model, and misused. (Fault 48.)
#include <tarry/mutex.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"

// ---- one task after the other ----

struct queue {
    struct tarry_mutex mutex;
    int order[8];
    int count;
};

static async int join_queue(struct queue *queue, int number) {
    int error = await tarry_mutex_lock(&queue->mutex);
    if (error < 0) {
        return error;
    }
    queue->order[queue->count++] = number;
    await tarry_yield();
    tarry_mutex_unlock(&queue->mutex);
    return 0;
}

static async int in_order(void) {
    struct queue queue = {0};
    int results[8];
    CHECK(tarry_mutex_try_lock(&queue.mutex) == 0);
    CHECK(tarry_mutex_try_lock(&queue.mutex) == -EAGAIN);
    concurrent (s) {
        for (int i = 0; i < 8; i++) {
            spawn (s) results[i] = join_queue(&queue, i);
        }
        await yields(3);
        CHECK(queue.count == 0);
        tarry_mutex_unlock(&queue.mutex);
        CHECK(tarry_mutex_try_lock(&queue.mutex) == -EAGAIN); // it has been handed over
    }
    for (int i = 0; i < 8; i++) {
        CHECK(results[i] == 0 && queue.order[i] == i);
    }
    CHECK(queue.mutex.state == 0 && !queue.mutex.waiters);
    return 0;
}

// ---- cancelled at each place, while somebody else holds it ----

static async int hold(struct queue *queue, unsigned count) {
    int error = await tarry_mutex_lock(&queue->mutex);
    CHECK(error == 0);
    await yields(count);
    queue->count++;
    tarry_mutex_unlock(&queue->mutex);
    return 0;
}

static async int lock_twice(void *argument) {
    struct queue *queue = argument;
    for (int i = 0; i < 2; i++) {
        int error = await tarry_mutex_lock(&queue->mutex);
        if (error < 0) {
            return error;
        }
        defer tarry_mutex_unlock(&queue->mutex);
        queue->count++;
        await tarry_yield();
    }
    return 0;
}

static async bool cancel_beside_others(unsigned n, struct queue *queue, int *result) {
    bool cancelled = false;
    concurrent (s) {
        spawn (s) hold(queue, 2);
        await tarry_yield();
        spawn (s) cancelled = tarry_cancel_nth(n, lock_twice, queue, result);
        await tarry_yield();
        spawn (s) hold(queue, 2);
        spawn (s) hold(queue, 0);
    }
    CHECK(queue->mutex.state == 0 && !queue->mutex.waiters);
    return cancelled;
}

static async int cancelled_everywhere(void) {
    struct queue queue = {0};
    int result;
    unsigned n = 1, refused = 0, taken = 0;
    for (; await cancel_beside_others(n, &queue, &result); n++) {
        CHECK(result == -ECANCELED || result == 0);
        CHECK(result == 0 ? queue.count == 5 : queue.count < 5 && queue.count >= 3);
        refused += queue.count == 3;
        taken += queue.count == 4;
        queue = (struct queue){0};
    }
    CHECK(result == 0 && queue.count == 5);
    CHECK(n > 8 && refused >= 1 && taken >= 2);
    return 0;
}

// ---- what two tasks add to is never torn; a plain thread locks too ----

struct pair {
    struct tarry_mutex mutex;
    long a, b;
};

static async int add(struct pair *pair, int times, bool suspend) {
    for (int i = 0; i < times; i++) {
        int error = await tarry_mutex_lock(&pair->mutex);
        if (error < 0) {
            return error;
        }
        CHECK(pair->a == pair->b);
        pair->a++;
        if (suspend) {
            await tarry_yield();
        }
        pair->b++;
        tarry_mutex_unlock(&pair->mutex);
    }
    return 0;
}

static _Atomic bool over;

static void add_as_thread(void *argument) {
    struct pair *pair = argument;
    while (!tarry__load(&over, acquire)) {
        if (tarry_mutex_try_lock(&pair->mutex) == 0) {
            CHECK(pair->a == pair->b);
            pair->a += 1000000;
            pair->b += 1000000;
            tarry_mutex_unlock(&pair->mutex);
        }
        tarry__system_yield();
    }
}

static async int adding(struct pair *pair, int times) {
    int results[16];
    parallel (s) {
        for (int i = 0; i < 16; i++) {
            spawn (s) results[i] = add(pair, times, i % 2);
        }
    }
    for (int i = 0; i < 16; i++) {
        CHECK(results[i] == 0);
    }
    return 0;
}

struct pair_run {
    struct pair *pair;
    int times;
};

static void add_as_runtime(void *argument) {
    struct pair_run *run = argument;
    struct adding__future future = {.pair = run->pair, .times = run->times};
    CHECK(run_on(1, &adding__function, &future) == 0);
}

static void test_threads(void) {
    struct pair pair = {0};
    struct tarry__thread thread, runtime;
    struct pair_run run = {&pair, scaled(500) + 1};
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "add", add_as_thread, &pair) == 0);
    CHECK(tarry__thread_start(&runtime, "runtime", add_as_runtime, &run) == 0);
    struct adding__future future = {.pair = &pair, .times = run.times};
    CHECK(run_on(env_workers(), &adding__function, &future) == 0);
    tarry__thread_join(&runtime);
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
    CHECK(pair.a == pair.b && pair.a % 1000000 == 2 * 16 * run.times);
}

// ---- at random, against a model: who holds it, and, on one worker, who is next ----

enum { ACTORS = 8, STEPS = 12 };

struct model {
    struct tarry_mutex mutex;
    struct actor actors[ACTORS];
    _Atomic int holder; // index + 1; 0: nobody
    bool ordered;       // one worker: `queue` is looked at
    int queue[ACTORS];  // who called lock, and has no answer yet, in order
    int length;
};

static void model_leave(struct model *model, int index) {
    int place = 0;
    while (model->queue[place] != index) {
        place++;
    }
    memmove(&model->queue[place], &model->queue[place + 1],
            sizeof model->queue[0] * (size_t)(--model->length - place));
}

static async int model_lock(struct model *model, struct actor *actor) {
    if (model->ordered) {
        model->queue[model->length++] = actor->index;
    }
    int result = await tarry_mutex_lock(&model->mutex);
    if (model->ordered) {
        EXPECT(result != 0 || model->queue[0] == actor->index);
        model_leave(model, actor->index);
    }
    return result;
}

static void model_take(struct model *model, int index) {
    int nobody = 0;
    EXPECT(tarry__compare_exchange(&model->holder, &nobody, index + 1, relaxed, relaxed));
}

static async int act(struct model *model, struct actor *actor) {
    for (int step = 0; step < STEPS; step++) {
        int result = -ECANCELED;
        if (actor_random(actor, 4) == 0) {
            result = tarry_mutex_try_lock(&model->mutex);
            EXPECT(result == 0 || result == -EAGAIN);
            EXPECT(result != 0 || model->length == 0);
        } else {
            UNDER_FIRE(actor, result = await model_lock(model, actor));
            EXPECT(result == 0 || result == -ECANCELED);
        }
        if (result == 0) {
            model_take(model, actor->index);
            await yields(actor_random(actor, 3));
            actor_attack(&model->actors[actor_random(actor, ACTORS)]);
            EXPECT(tarry__exchange(&model->holder, 0, relaxed) == actor->index + 1);
            tarry_mutex_unlock(&model->mutex);
        } else {
            await yields(1 + actor_random(actor, 2));
        }
    }
    return 0;
}

static async int random_program(struct model *model) {
    parallel (s) {
        for (int i = 0; i < ACTORS; i++) {
            spawn (s) act(model, &model->actors[i]);
        }
    }
    EXPECT(model->mutex.state == 0 && !model->mutex.waiters && model->length == 0);
    return 0;
}

static void run_random(unsigned workers, uint64_t seed) {
    struct model model = {.ordered = workers == 1};
    for (int i = 0; i < ACTORS; i++) {
        actor_init(&model.actors[i], seed, i);
    }
    struct random_program__future future = {.model = &model};
    CHECK(run_on(workers, &random_program__function, &future) == 0);
}

// ---- misuse ----

static struct tarry_mutex misused;

static void unlock_unlocked(void) {
    tarry_mutex_unlock(&misused);
}

static async int unlock_here(void) {
    await tarry_yield();
    tarry_mutex_unlock(&misused);
    return 0;
}

static async int unlock_by_child(void) {
    int error = await tarry_mutex_lock(&misused);
    concurrent (s) {
        spawn (s) error = unlock_here();
    }
    return error;
}

static async int lock_again(void) {
    int error = await tarry_mutex_lock(&misused);
    return error < 0 ? error : await tarry_mutex_lock(&misused);
}

int main(void) {
    expect_misuse(unlock_unlocked, "tarry_mutex_unlock: this mutex is not locked",
                  "a thread that runs no task");
    EXPECT_MISUSE(unlock_by_child, "another task or thread", "unlock_here (test_mutex.c:");
    EXPECT_MISUSE(lock_again, "the task has locked this mutex already", "lock_again");
    struct in_order__future in_order = {0};
    CHECK(run_on(1, &in_order__function, &in_order) == 0);
    struct cancelled_everywhere__future everywhere = {0};
    CHECK(run_on(1, &cancelled_everywhere__function, &everywhere) == 0);
    test_threads();
    for_seeds(scaled(2000), run_random);
    return 0;
}
