// The condition: order, no signal lost and none given twice, the mutex held after each wait, cancelled
// at each place, other threads, at random against a model, and misused.
#include <tarry/condition.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"
#include "runtime/worker.h"
#include "sync/wait_list.h"

// ---- one task after the other ----

struct room {
    struct tarry_mutex mutex;
    struct tarry_condition condition;
    int inside; // who holds the mutex
    int order[8];
    int count;
};

static void enter(struct room *room) {
    CHECK(room->inside++ == 0);
}

static void leave(struct room *room) {
    CHECK(--room->inside == 0);
    tarry_mutex_unlock(&room->mutex);
}

static async int wait_once(struct room *room, int number) {
    int error = await tarry_mutex_lock(&room->mutex);
    CHECK(error == 0);
    error = await tarry_condition_wait(&room->condition, &room->mutex);
    enter(room);
    await tarry_yield();
    room->order[room->count++] = number;
    leave(room);
    return error;
}

static async int in_order(void) {
    struct room room = {0};
    int result[6];
    tarry_condition_signal(&room.condition); // to nobody: it is not kept
    tarry_condition_broadcast(&room.condition);
    concurrent (s) {
        for (int i = 0; i < 6; i++) {
            spawn (s) result[i] = wait_once(&room, i);
        }
        await yields(3);
        CHECK(room.count == 0 && room.mutex.state == 0);
        tarry_condition_signal(&room.condition);
        await yields(4);
        CHECK(room.count == 1);
        CHECK(tarry_mutex_try_lock(&room.mutex) == 0);
        tarry_condition_signal(&room.condition);
        await yields(4);
        CHECK(room.count == 1);
        tarry_mutex_unlock(&room.mutex);
        await yields(4);
        CHECK(room.count == 2);
        tarry_condition_broadcast(&room.condition);
    }
    for (int i = 0; i < 6; i++) {
        CHECK(result[i] == 0 && room.order[i] == i);
    }
    CHECK(room.mutex.state == 0 && !room.condition.waiters);
    return 0;
}

// A cancelled wait comes back with the mutex, when that is free, and takes no signal with it.
static async int cancelled_while_held(void) {
    struct room room = {0};
    int result[2];
    concurrent (s) {
        concurrent (victim) {
            spawn (victim) result[0] = wait_once(&room, 0);
            await tarry_yield();
            spawn (s) result[1] = wait_once(&room, 1);
            await yields(2);
            CHECK(tarry_mutex_try_lock(&room.mutex) == 0);
            tarry_cancel(&victim);
            await yields(3);
            CHECK(room.count == 0);
            tarry_condition_signal(&room.condition);
            tarry_mutex_unlock(&room.mutex);
        }
    }
    CHECK(result[0] == -ECANCELED && result[1] == 0 && room.order[0] == 0 && room.order[1] == 1);
    return 0;
}

// ---- cancelled at each place ----

static async int wait_twice(void *argument) {
    struct room *room = argument;
    int error = await tarry_mutex_lock(&room->mutex);
    if (error < 0) {
        return error;
    }
    for (int i = 0; i < 2 && error == 0; i++) {
        error = await tarry_condition_wait(&room->condition, &room->mutex);
        room->count += error == 0;
        enter(room);
        room->inside = 0;
    }
    tarry_mutex_unlock(&room->mutex);
    return error;
}

// Signals, as long as it is told to, with the mutex held every other time.
static async int signal_often(struct room *room, bool *over) {
    for (int i = 0; !*over; i++) {
        if (i % 2) {
            int error = await tarry_mutex_lock(&room->mutex);
            CHECK(error == 0);
            await tarry_yield();
            tarry_condition_signal(&room->condition);
            tarry_mutex_unlock(&room->mutex);
        } else {
            tarry_condition_signal(&room->condition);
        }
        await tarry_yield();
    }
    return 0;
}

static async int cancelled_everywhere(void) {
    int result = 0, other = 0;
    unsigned n = 1, refused = 0, half = 0;
    for (bool cancelled = true; cancelled; n++) {
        struct room room = {0};
        bool over = false;
        concurrent (s) {
            spawn (s) other = wait_once(&room, 0);
            spawn (s) signal_often(&room, &over);
            cancelled = await tarry_cancel_nth(n, wait_twice, &room, &result);
            while (room.condition.waiters) {
                await tarry_yield();
            }
            over = true;
        }
        CHECK(room.mutex.state == 0 && !room.condition.waiters && other == 0);
        CHECK(result == 0 || (cancelled && result == -ECANCELED));
        refused += result != 0;
        half += result != 0 && room.count == 2;
    }
    CHECK(n > 6 && refused >= 4 && half >= 1);
    return 0;
}

// ---- a bounded queue, its consumers cancelled and started again: each item arrives once ----

enum { ROOM = 3, WORKERS = 6 };

struct queue {
    struct tarry_mutex mutex;
    struct tarry_condition not_full, not_empty;
    int items[ROOM];
    int count, produced, consumed;
    long sum;
    int wanted;
};

static async int produce(struct queue *queue) {
    for (bool more = true; more;) {
        int error = await tarry_mutex_lock(&queue->mutex);
        if (error < 0) {
            return error;
        }
        defer tarry_mutex_unlock(&queue->mutex);
        while (queue->count == ROOM && queue->produced < queue->wanted) {
            error = await tarry_condition_wait(&queue->not_full, &queue->mutex);
            if (error < 0) {
                return error;
            }
        }
        more = queue->produced < queue->wanted;
        if (more) {
            queue->items[queue->count++] = ++queue->produced;
            tarry_condition_signal(&queue->not_empty);
        } else {
            tarry_condition_broadcast(&queue->not_full);
        }
    }
    return 0;
}

static async int consume(struct queue *queue) {
    for (bool more = true; more;) {
        int error = await tarry_mutex_lock(&queue->mutex);
        if (error < 0) {
            return error;
        }
        defer tarry_mutex_unlock(&queue->mutex);
        while (queue->count == 0 && queue->consumed < queue->wanted) {
            error = await tarry_condition_wait(&queue->not_empty, &queue->mutex);
            if (error < 0) {
                return error;
            }
        }
        if (queue->count > 0) {
            queue->sum += queue->items[--queue->count];
            queue->consumed++;
            tarry_condition_signal(&queue->not_full);
        }
        more = queue->consumed < queue->wanted;
        if (!more) {
            tarry_condition_broadcast(&queue->not_empty);
        }
    }
    return 0;
}

static async int consume_under_fire(struct queue *queue, struct actor *actor) {
    int result;
    do {
        UNDER_FIRE(actor, result = await consume(queue));
    } while (result == -ECANCELED);
    return result;
}

static async int attack(struct actor *actors, struct actor *self, _Atomic bool *over) {
    while (!tarry__load(over, acquire)) {
        actor_attack(&actors[actor_random(self, WORKERS)]);
        await yields(1 + actor_random(self, 4));
    }
    return 0;
}

static async int passing(int wanted, uint64_t seed) {
    struct queue queue = {.wanted = wanted};
    struct actor actors[WORKERS + 1];
    _Atomic bool over = false;
    int produced[WORKERS], consumed[WORKERS];
    for (int i = 0; i <= WORKERS; i++) {
        actor_init(&actors[i], seed, i);
    }
    parallel (attackers) {
        spawn (attackers) attack(actors, &actors[WORKERS], &over);
        parallel (s) {
            for (int i = 0; i < WORKERS; i++) {
                spawn (s) produced[i] = produce(&queue);
                spawn (s) consumed[i] = consume_under_fire(&queue, &actors[i]);
            }
        }
        tarry__store(&over, true, release);
    }
    for (int i = 0; i < WORKERS; i++) {
        CHECK(produced[i] == 0 && consumed[i] == 0);
    }
    CHECK(queue.count == 0 && queue.sum == (long)wanted * (wanted + 1) / 2);
    return 0;
}

// ---- signals from a thread ----

static _Atomic bool over;

static void signal_as_thread(void *argument) {
    struct room *room = argument;
    for (unsigned i = 0; !tarry__load(&over, acquire); i++) {
        if (i % 8 == 7) {
            tarry_condition_broadcast(&room->condition);
        } else {
            tarry_condition_signal(&room->condition);
        }
        tarry__system_yield();
    }
}

static async int wait_often(struct room *room, int times) {
    for (int i = 0; i < times; i++) {
        int error = await tarry_mutex_lock(&room->mutex);
        if (error == 0) {
            error = await tarry_condition_wait(&room->condition, &room->mutex);
            enter(room);
            leave(room);
        }
        if (error < 0) {
            return error;
        }
    }
    return 0;
}

static async int waiting(struct room *room, int times) {
    int result[4];
    parallel (s) {
        for (int i = 0; i < 4; i++) {
            spawn (s) result[i] = wait_often(room, times);
        }
    }
    CHECK(result[0] == 0 && result[1] == 0 && result[2] == 0 && result[3] == 0);
    return 0;
}

static void test_threads(unsigned workers) {
    struct room room = {0};
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "signal", signal_as_thread, &room) == 0);
    struct waiting__future future = {.room = &room, .times = scaled(200) + 1};
    CHECK(run_on(workers, &waiting__function, &future) == 0);
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
}

// ---- one signal for each round: a missed one would be the last ----

struct round {
    struct tarry_mutex mutex;
    struct tarry_condition condition;
    bool begun;
};

static void begin_rounds(void *argument) {
    struct round *round = argument;
    while (!tarry__load(&over, acquire)) {
        if (tarry_mutex_try_lock(&round->mutex) == 0) {
            bool begins = !round->begun;
            round->begun = true;
            tarry_mutex_unlock(&round->mutex);
            if (begins) {
                tarry_condition_signal(&round->condition);
            } else {
                tarry__system_yield();
            }
        }
    }
}

static async int end_rounds(struct round *round, int times) {
    for (int i = 0; i < times; i++) {
        int error = await tarry_mutex_lock(&round->mutex);
        while (error == 0 && !round->begun) {
            error = await tarry_condition_wait(&round->condition, &round->mutex);
        }
        CHECK(error == 0);
        round->begun = false;
        tarry_mutex_unlock(&round->mutex);
    }
    return 0;
}

static void test_rounds(void) {
    struct round round = {0};
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "begin", begin_rounds, &round) == 0);
    struct end_rounds__future future = {.round = &round, .times = scaled(1000)};
    CHECK(run_on(1, &end_rounds__function, &future) == 0);
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
}

// ---- at random, against a model: who is signalled, and who is not ----

enum { ACTORS = 8, STEPS = 10 };

struct model {
    struct tarry_mutex mutex;
    struct tarry_condition condition;
    struct actor actors[ACTORS + 1];
    _Atomic int holder; // of the mutex: index + 1; 0: nobody
    _Atomic int busy;   // actors that have not ended
    bool ordered;       // one worker: what follows is looked at
    int queue[ACTORS];
    int length;
    bool signalled[ACTORS];
    struct tarry_task *tasks[ACTORS];
};

static void model_hold(struct model *model, int index) {
    int nobody = 0;
    EXPECT(tarry__compare_exchange(&model->holder, &nobody, index + 1, relaxed, relaxed));
}

static void model_let_go(struct model *model, int index) {
    EXPECT(tarry__exchange(&model->holder, 0, relaxed) == index + 1);
}

static void model_take_out(struct model *model, int place) {
    memmove(&model->queue[place], &model->queue[place + 1],
            sizeof model->queue[0] * (size_t)(--model->length - place));
}

static bool is_in_list(struct model *model, const struct tarry_task *task) {
    struct tarry_waiter *waiter = model->condition.waiters;
    while (waiter && waiter->task != task) {
        waiter = tarry__wait_list_next(&model->condition.waiters, waiter);
    }
    return waiter;
}

// A cancelled wait leaves the list before it returns, for it has to have the mutex first.
static void model_prune(struct model *model) {
    for (int place = model->length - 1; place >= 0; place--) {
        if (!is_in_list(model, model->tasks[model->queue[place]])) {
            model_take_out(model, place);
        }
    }
}

static void model_signal(struct model *model, bool all) {
    if (model->ordered) {
        model_prune(model);
        while (model->length > 0) {
            model->signalled[model->queue[0]] = true;
            model_take_out(model, 0);
            if (!all) {
                break;
            }
        }
    }
    if (all) {
        tarry_condition_broadcast(&model->condition);
    } else {
        tarry_condition_signal(&model->condition);
    }
}

static async int model_wait(struct model *model, int index) {
    if (model->ordered) {
        model->signalled[index] = false;
        model->queue[model->length++] = index;
    }
    model_let_go(model, index);
    int result = await tarry_condition_wait(&model->condition, &model->mutex);
    model_hold(model, index);
    if (model->ordered) {
        model_prune(model);
    }
    EXPECT(result == 0 || result == -ECANCELED);
    return result;
}

static async int act(struct model *model, struct actor *actor) {
    model->tasks[actor->index] = tarry__worker_running(tarry__worker_current);
    for (int step = 0; step < STEPS; step++) {
        int result = await tarry_mutex_lock(&model->mutex);
        EXPECT(result == 0);
        model_hold(model, actor->index);
        await yields(actor_random(actor, 2));
        if (actor_random(actor, 2) == 0) {
            UNDER_FIRE(actor, result = await model_wait(model, actor->index));
            EXPECT(!model->ordered || model->signalled[actor->index] == (result == 0));
        }
        model_let_go(model, actor->index);
        tarry_mutex_unlock(&model->mutex);
        for (unsigned i = actor_random(actor, 3); i > 0; i--) {
            model_signal(model, actor_random(actor, 8) == 0);
            await yields(actor_random(actor, 2));
        }
        if (actor_random(actor, 4) == 0) {
            actor_attack(&model->actors[actor_random(actor, ACTORS)]);
        }
        await yields(1);
    }
    tarry__fetch_sub(&model->busy, 1, relaxed);
    return 0;
}

// As long as anybody may wait.
static async int keep_signalling(struct model *model, struct actor *actor) {
    while (tarry__load(&model->busy, relaxed) > 0) {
        model_signal(model, actor_random(actor, 8) == 0);
        await yields(1 + actor_random(actor, 8));
    }
    return 0;
}

static async int random_program(struct model *model) {
    parallel (s) {
        for (int i = 0; i < ACTORS; i++) {
            spawn (s) act(model, &model->actors[i]);
        }
        spawn (s) keep_signalling(model, &model->actors[ACTORS]);
    }
    EXPECT(model->mutex.state == 0 && !model->mutex.waiters && !model->condition.waiters);
    EXPECT(model->holder == 0);
    return 0;
}

static void run_random(unsigned workers, uint64_t seed) {
    struct model model = {.ordered = workers == 1, .busy = ACTORS};
    for (int i = 0; i <= ACTORS; i++) {
        actor_init(&model.actors[i], seed, i);
    }
    struct random_program__future future = {.model = &model};
    CHECK(run_on(workers, &random_program__function, &future) == 0);
}

// ---- misuse ----

static struct room misused;

static async int wait_without_mutex(void) {
    return await tarry_condition_wait(&misused.condition, &misused.mutex);
}

int main(void) {
    EXPECT_MISUSE(wait_without_mutex, "tarry_condition_wait: the task does not hold this mutex",
                  "wait_without_mutex");
    struct in_order__future in_order = {0};
    CHECK(run_on(1, &in_order__function, &in_order) == 0);
    struct cancelled_while_held__future while_held = {0};
    CHECK(run_on(1, &cancelled_while_held__function, &while_held) == 0);
    struct cancelled_everywhere__future everywhere = {0};
    CHECK(run_on(1, &cancelled_everywhere__function, &everywhere) == 0);
    for (unsigned i = 0; i < 2; i++) {
        struct passing__future passing = {.wanted = scaled(3000), .seed = i};
        CHECK(run_on(i ? env_workers() : 1, &passing__function, &passing) == 0);
    }
    test_rounds();
    test_threads(1);
    test_threads(env_workers());
    for_seeds(scaled(2000), run_random);
    return 0;
}
