// The lock for readers and writers: order, cancelled at each place, other threads, at random against
// a model, and misused.
#include <tarry/rwlock.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"

static async int lock(struct tarry_rwlock *rwlock, bool write) {
    return write ? await tarry_rwlock_write_lock(rwlock) : await tarry_rwlock_read_lock(rwlock);
}

static void unlock(struct tarry_rwlock *rwlock, bool write) {
    if (write) {
        tarry_rwlock_write_unlock(rwlock);
    } else {
        tarry_rwlock_read_unlock(rwlock);
    }
}

static bool is_free(const struct tarry_rwlock *rwlock) {
    return rwlock->state == 0 && !rwlock->waiters && rwlock->writer == 0;
}

// ---- one task after the other ----

struct crowd {
    struct tarry_rwlock rwlock;
    bool leave;
    char log[32];
    int length;
};

// Logs who is in, until it is told to leave.
static async int visit(struct crowd *crowd, bool write, char name) {
    int error = await lock(&crowd->rwlock, write);
    if (error < 0) {
        return error;
    }
    crowd->log[crowd->length++] = name;
    while (!crowd->leave) {
        await tarry_yield();
    }
    await tarry_yield();
    crowd->log[crowd->length++] = (char)(name + 'a' - 'A');
    unlock(&crowd->rwlock, write);
    return 0;
}

static async int in_order(void) {
    struct crowd crowd = {0};
    int result[7];
    concurrent (s) {
        spawn (s) result[0] = visit(&crowd, false, 'A');
        spawn (s) result[1] = visit(&crowd, false, 'B');
        await tarry_yield();
        spawn (s) result[2] = visit(&crowd, true, 'C');
        await tarry_yield();
        CHECK(tarry_rwlock_try_read_lock(&crowd.rwlock) == -EAGAIN); // behind the writer
        CHECK(tarry_rwlock_try_write_lock(&crowd.rwlock) == -EAGAIN);
        spawn (s) result[3] = visit(&crowd, false, 'D');
        spawn (s) result[4] = visit(&crowd, false, 'E');
        spawn (s) result[5] = visit(&crowd, true, 'F');
        spawn (s) result[6] = visit(&crowd, false, 'G');
        await yields(2);
        CHECK(crowd.length == 2);
        crowd.leave = true;
    }
    for (int i = 0; i < 7; i++) {
        CHECK(result[i] == 0);
    }
    // A and B, alone C, D and E, alone F, G: in whichever order those who are in leave.
    crowd.log[2] = crowd.log[3] = crowd.log[6] = crowd.log[7] = crowd.log[8] = crowd.log[9] = '*';
    CHECK(memcmp(crowd.log, "AB**Cc****FfGg", 14) == 0 && is_free(&crowd.rwlock));
    return 0;
}

// A writer who leaves, cancelled, lets the readers behind him in.
static async int writer_leaves(void) {
    struct crowd crowd = {0};
    int result[2];
    CHECK(tarry_rwlock_try_read_lock(&crowd.rwlock) == 0);
    concurrent (s) {
        concurrent (writer) {
            spawn (writer) result[0] = visit(&crowd, true, 'A');
            await tarry_yield();
            spawn (s) result[1] = visit(&crowd, false, 'B');
            await yields(2);
            CHECK(crowd.length == 0);
            tarry_cancel(&writer);
        }
        await yields(2);
        CHECK(crowd.length == 1);
        crowd.leave = true;
    }
    CHECK(result[0] == -ECANCELED && result[1] == 0);
    tarry_rwlock_read_unlock(&crowd.rwlock);
    CHECK(is_free(&crowd.rwlock));
    return 0;
}

static async int downgrades(void) {
    struct crowd crowd = {0};
    int result[3];
    CHECK(await tarry_rwlock_write_lock(&crowd.rwlock) == 0);
    concurrent (s) {
        spawn (s) result[0] = visit(&crowd, false, 'A');
        await tarry_yield();
        spawn (s) result[1] = visit(&crowd, true, 'B');
        spawn (s) result[2] = visit(&crowd, false, 'C');
        await yields(2);
        CHECK(crowd.length == 0);
        tarry_rwlock_downgrade(&crowd.rwlock);
        await yields(2);
        CHECK(crowd.length == 1 && crowd.log[0] == 'A');
        crowd.leave = true;
        await yields(4);
        CHECK(crowd.length == 2); // B waits for this task
        tarry_rwlock_read_unlock(&crowd.rwlock);
    }
    CHECK(result[0] == 0 && result[1] == 0 && result[2] == 0);
    CHECK(memcmp(crowd.log, "AaBbCc", 6) == 0 && is_free(&crowd.rwlock));
    CHECK(tarry_rwlock_try_write_lock(&crowd.rwlock) == 0);
    tarry_rwlock_downgrade(&crowd.rwlock);
    CHECK(tarry_rwlock_try_read_lock(&crowd.rwlock) == 0);
    tarry_rwlock_read_unlock(&crowd.rwlock);
    tarry_rwlock_read_unlock(&crowd.rwlock);
    CHECK(is_free(&crowd.rwlock));
    return 0;
}

// ---- cancelled at each place ----

static async int read_and_write(void *argument) {
    struct tarry_rwlock *rwlock = argument;
    for (int i = 0; i < 4; i++) {
        int error = await lock(rwlock, i % 2);
        if (error < 0) {
            return error;
        }
        await tarry_yield();
        unlock(rwlock, i % 2);
    }
    return 7;
}

static async int hold(struct tarry_rwlock *rwlock, bool write, unsigned count) {
    int error = await lock(rwlock, write);
    CHECK(error == 0);
    await yields(count);
    unlock(rwlock, write);
    return 0;
}

static async int cancelled_everywhere(void) {
    int result = 0;
    unsigned n = 1, refused = 0;
    for (bool cancelled = true; cancelled; n++) {
        struct tarry_rwlock rwlock = {0};
        concurrent (s) {
            spawn (s) hold(&rwlock, true, 2);
            await tarry_yield();
            spawn (s) cancelled = tarry_cancel_nth(n, read_and_write, &rwlock, &result);
            await tarry_yield();
            spawn (s) hold(&rwlock, false, 3);
            spawn (s) hold(&rwlock, true, 1);
            spawn (s) hold(&rwlock, false, 1);
        }
        CHECK(is_free(&rwlock));
        CHECK(result == 7 || (cancelled && result == -ECANCELED));
        refused += result != 7;
    }
    CHECK(n > 8 && refused >= 8);
    return 0;
}

// ---- what writers change together readers see together, plain threads too ----

struct pair {
    struct tarry_rwlock rwlock;
    long a, b;
};

static async int use_pair(struct pair *pair, int times, int number) {
    for (int i = 0; i < times; i++) {
        bool write = (i + number) % 3 == 0;
        int error = await lock(&pair->rwlock, write);
        if (error < 0) {
            return error;
        }
        CHECK(pair->a == pair->b);
        if (write) {
            pair->a++;
            await tarry_yield();
            pair->b++;
            if (number % 2) {
                tarry_rwlock_downgrade(&pair->rwlock);
                write = false;
            }
        }
        await yields((unsigned)number % 2);
        unlock(&pair->rwlock, write);
    }
    return 0;
}

static async int using(struct pair *pair, int times) {
    int results[12];
    parallel (s) {
        for (int i = 0; i < 12; i++) {
            spawn (s) results[i] = use_pair(pair, times, i);
        }
    }
    for (int i = 0; i < 12; i++) {
        CHECK(results[i] == 0);
    }
    return 0;
}

static _Atomic bool over;

static void use_as_thread(void *argument) {
    struct pair *pair = argument;
    for (unsigned i = 0; !tarry__load(&over, acquire); i++) {
        if (i % 2 && tarry_rwlock_try_read_lock(&pair->rwlock) == 0) {
            CHECK(pair->a == pair->b);
            tarry_rwlock_read_unlock(&pair->rwlock);
        } else if (i % 2 == 0 && tarry_rwlock_try_write_lock(&pair->rwlock) == 0) {
            CHECK(pair->a++ == pair->b++);
            tarry_rwlock_write_unlock(&pair->rwlock);
        }
        tarry__system_yield();
    }
}

static void test_threads(void) {
    struct pair pair = {0};
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "use", use_as_thread, &pair) == 0);
    struct using__future future = {.pair = &pair, .times = scaled(300) + 3};
    CHECK(run_on(env_workers(), &using__function, &future) == 0);
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
    CHECK(pair.a == pair.b && is_free(&pair.rwlock));
}

// ---- at random, against a model ----

enum { ACTORS = 8, STEPS = 10 };

struct request {
    int index;
    bool write;
};

// On one worker the model says who has to be in, at each moment.
struct model {
    struct tarry_rwlock rwlock;
    struct actor actors[ACTORS];
    _Atomic int readers, writers; // in, really
    bool ordered;
    int expected; // readers in the model; -1: a writer
    struct request queue[ACTORS];
    int length;
    bool waits[ACTORS];
};

static void model_serve(struct model *model) {
    while (model->length > 0 &&
           (model->queue[0].write ? model->expected == 0 : model->expected >= 0)) {
        model->expected += model->queue[0].write ? -1 : 1;
        model->waits[model->queue[0].index] = false;
        memmove(&model->queue[0], &model->queue[1],
                sizeof model->queue[0] * (size_t)--model->length);
    }
}

static void model_ask(struct model *model, int index, bool write) {
    model->waits[index] = true;
    model->queue[model->length++] = (struct request){index, write};
    model_serve(model);
}

static void model_leave(struct model *model, int index) {
    int place = 0;
    while (model->queue[place].index != index) {
        EXPECT(++place < model->length);
    }
    memmove(&model->queue[place], &model->queue[place + 1],
            sizeof model->queue[0] * (size_t)(--model->length - place));
    model_serve(model);
}

static async int model_lock(struct model *model, int index, bool write) {
    if (!model->ordered) {
        return await lock(&model->rwlock, write);
    }
    model_ask(model, index, write);
    int result = write ? await tarry_rwlock_write_lock(&model->rwlock)
                       : await tarry_rwlock_read_lock(&model->rwlock);
    EXPECT(model->waits[index] == (result == -ECANCELED));
    if (result == -ECANCELED) {
        model_leave(model, index);
    }
    return result;
}

static int model_try(struct model *model, int index, bool write) {
    int result = write ? tarry_rwlock_try_write_lock(&model->rwlock)
                       : tarry_rwlock_try_read_lock(&model->rwlock);
    EXPECT(result == 0 || result == -EAGAIN);
    if (model->ordered) {
        model_ask(model, index, write);
        EXPECT(model->waits[index] == (result == -EAGAIN));
        if (result == -EAGAIN) {
            model_leave(model, index);
        }
    }
    return result;
}

static void model_change(struct model *model, int change) {
    if (model->ordered) {
        model->expected += change;
        model_serve(model);
    }
}

static void model_count(struct model *model, int readers, int writers) {
    readers += tarry__fetch_add(&model->readers, readers, relaxed);
    writers += tarry__fetch_add(&model->writers, writers, relaxed);
    EXPECT(readers >= 0 && (writers == 0 || writers == 1));
}

static async void model_hold(struct model *model, struct actor *actor, bool write) {
    model_count(model, !write, write);
    await yields(actor_random(actor, 3));
    EXPECT(!write || tarry__load(&model->readers, relaxed) == 0);
    EXPECT(write || tarry__load(&model->writers, relaxed) == 0);
    if (write && actor_random(actor, 3) == 0) {
        model_count(model, 1, -1);
        tarry_rwlock_downgrade(&model->rwlock);
        model_change(model, 2);
        write = false;
        await yields(actor_random(actor, 2));
    }
    model_count(model, write ? 0 : -1, write ? -1 : 0);
    unlock(&model->rwlock, write);
    model_change(model, write ? 1 : -1);
}

static async int act(struct model *model, struct actor *actor) {
    for (int step = 0; step < STEPS; step++) {
        bool write = actor_random(actor, 3) == 0;
        int result = -ECANCELED;
        if (actor_random(actor, 4) == 0) {
            result = model_try(model, actor->index, write);
        } else {
            UNDER_FIRE(actor, result = await model_lock(model, actor->index, write));
            EXPECT(result == 0 || result == -ECANCELED);
        }
        if (result == 0) {
            await model_hold(model, actor, write);
        }
        if (actor_random(actor, 4) == 0) {
            actor_attack(&model->actors[actor_random(actor, ACTORS)]);
        }
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
    EXPECT(is_free(&model->rwlock) && model->length == 0);
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

static struct tarry_rwlock misused;

static void read_unlock_unlocked(void) {
    tarry_rwlock_read_unlock(&misused);
}

static async int write_unlock_of_a_reader(void) {
    int error = await tarry_rwlock_read_lock(&misused);
    tarry_rwlock_write_unlock(&misused);
    return error;
}

static async int downgrade_here(void) {
    tarry_rwlock_downgrade(&misused);
    await tarry_yield();
    return 0;
}

static async int downgrade_of_another(void) {
    int error = await tarry_rwlock_write_lock(&misused);
    concurrent (s) {
        spawn (s) error = downgrade_here();
    }
    return error;
}

static async int read_what_it_writes(void) {
    int error = await tarry_rwlock_write_lock(&misused);
    return error < 0 ? error : await tarry_rwlock_read_lock(&misused);
}

// ---- more readers than can be counted ----

static async int too_many_readers(void) {
    struct tarry_rwlock rwlock = {0};
    CHECK(tarry_rwlock_try_read_lock(&rwlock) == 0);
    rwlock.state *= (1u << 30) - 2; // so many times
    CHECK(await tarry_rwlock_read_lock(&rwlock) == 0);
    CHECK(await tarry_rwlock_read_lock(&rwlock) == -EAGAIN);
    CHECK(tarry_rwlock_try_read_lock(&rwlock) == -EAGAIN);
    CHECK(tarry_rwlock_try_write_lock(&rwlock) == -EAGAIN);
    tarry_rwlock_read_unlock(&rwlock);
    CHECK(tarry_rwlock_try_read_lock(&rwlock) == 0);
    return 0;
}

int main(void) {
    expect_misuse(read_unlock_unlocked, "nobody holds this lock to read", "no task");
    EXPECT_MISUSE(write_unlock_of_a_reader, "tarry_rwlock_write_unlock: this task does not hold",
                  "write_unlock_of_a_reader");
    EXPECT_MISUSE(downgrade_of_another, "tarry_rwlock_downgrade: this task does not hold",
                  "downgrade_here");
    EXPECT_MISUSE(read_what_it_writes, "holds this lock to write already", "read_what_it_writes");
    struct in_order__future in_order = {0};
    CHECK(run_on(1, &in_order__function, &in_order) == 0);
    struct writer_leaves__future writer_leaves = {0};
    CHECK(run_on(1, &writer_leaves__function, &writer_leaves) == 0);
    struct downgrades__future downgrades = {0};
    CHECK(run_on(1, &downgrades__function, &downgrades) == 0);
    struct cancelled_everywhere__future everywhere = {0};
    CHECK(run_on(1, &cancelled_everywhere__function, &everywhere) == 0);
    struct too_many_readers__future too_many_readers = {0};
    CHECK(run_on(1, &too_many_readers__function, &too_many_readers) == 0);
    test_threads();
    for_seeds(scaled(2000), run_random);
    return 0;
}
