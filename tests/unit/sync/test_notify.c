// Notify: permits, order, registrations; no wake-up is lost, not even one that was given to a wait which
// is cancelled or withdrawn; at random against a model; misused.
#include <tarry/notify.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/thread.h"
#include "misuse.h"
#include "sync/wait_list.h"

typedef struct tarry_notify_registration Registration;

// ---- one task after the other ----

static async int wait_and_number(struct tarry_notify *notify, int *turn) {
    int result = await tarry_notify_wait(notify);
    return result < 0 ? result : ++*turn;
}

static async int simple(void) {
    struct tarry_notify notify = {0};
    tarry_notify_one(&notify);
    tarry_notify_one(&notify); // one permit, not two
    CHECK(await tarry_notify_wait(&notify) == 0 && !notify.permit);
    tarry_notify_all(&notify); // nobody waits, nothing is kept
    CHECK(!notify.permit);
    int results[6] = {0}, turn = 0;
    concurrent (s) {
        for (int i = 0; i < 6; i++) {
            spawn (s) results[i] = wait_and_number(&notify, &turn);
        }
        await tarry_yield();
        tarry_notify_one(&notify);
        await yields(2);
        CHECK(turn == 1 && results[0] == 1);
        tarry_notify_one(&notify);
        tarry_notify_one(&notify);
        await yields(2);
        CHECK(turn == 3 && results[1] == 2 && results[2] == 3);
        tarry_notify_all(&notify);
        CHECK(!notify.waiters && !notify.permit);
    }
    CHECK(turn == 6 && results[3] == 4 && results[4] == 5 && results[5] == 6);
    tarry_notify_one(&notify);
    tarry_notify_all(&notify);
    CHECK(notify.permit == 1); // what is kept stays
    return 0;
}

static async int cancelled(void) {
    struct tarry_notify notify = {0};
    int stays = 1, leaves = 1, late = 1;
    concurrent (all) {
        concurrent (some) {
            spawn (some) leaves = tarry_notify_wait(&notify);
            spawn (all) stays = tarry_notify_wait(&notify);
            await tarry_yield();
            tarry_cancel(&some);
        }
        CHECK(leaves == -ECANCELED && stays == 1);
        concurrent (some) {
            spawn (some) late = tarry_notify_wait(&notify);
            await tarry_yield();
            tarry_notify_all(&notify);
            tarry_cancel(&some);
        }
        CHECK(late == 0);
    }
    CHECK(stays == 0);
    tarry_notify_one(&notify);
    within (0) {
        CHECK(await tarry_notify_wait(&notify) == -ECANCELED && notify.permit == 1);
    }
    else {
        stays = 2;
    }
    CHECK(stays == 2);
    return 0;
}

static async int registrations(void) {
    struct tarry_notify notify = {0};
    Registration none = {0}, first, second;
    tarry_notify_withdraw(&none);

    CHECK(!tarry_notify_register(&notify, &first)); // woken before it waits
    tarry_notify_all(&notify);
    CHECK(await tarry_notify_wait_registered(&first) == 0 && !notify.permit);
    tarry_notify_withdraw(&first);
    CHECK(!notify.permit);

    CHECK(!tarry_notify_register(&notify, &first)); // in its turn
    CHECK(!tarry_notify_register(&notify, &second));
    tarry_notify_one(&notify);
    tarry_notify_one(&notify);
    CHECK(!notify.permit);
    CHECK(await tarry_notify_wait_registered(&first) == 0);
    CHECK(await tarry_notify_wait_registered(&second) == 0);

    tarry_notify_one(&notify);
    CHECK(tarry_notify_register(&notify, &first) && !notify.permit); // takes what there is
    tarry_notify_withdraw(&first);
    CHECK(notify.permit == 1);
    CHECK(await tarry_notify_wait(&notify) == 0);

    CHECK(!tarry_notify_register(&notify, &first)); // withdrawn: what it was given goes on
    CHECK(!tarry_notify_register(&notify, &second));
    tarry_notify_one(&notify);
    tarry_notify_withdraw(&first);
    CHECK(!notify.permit && !notify.waiters);
    CHECK(await tarry_notify_wait_registered(&second) == 0);

    CHECK(!tarry_notify_register(&notify, &first)); // or is kept
    tarry_notify_one(&notify);
    tarry_notify_withdraw(&first);
    tarry_notify_withdraw(&first);
    CHECK(notify.permit == 1);
    CHECK(await tarry_notify_wait(&notify) == 0);

    CHECK(!tarry_notify_register(&notify, &first)); // what all were given was for each alone
    tarry_notify_all(&notify);
    tarry_notify_withdraw(&first);
    CHECK(!notify.permit && !notify.waiters);

    CHECK(!tarry_notify_register(&notify, &first)); // cancelled
    within (0) {
        CHECK(await tarry_notify_wait_registered(&first) == -ECANCELED && !notify.waiters);
    }
    CHECK(!tarry_notify_register(&notify, &first)); // cancelled, but woken before
    tarry_notify_one(&notify);
    within (0) {
        CHECK(await tarry_notify_wait_registered(&first) == 0 && !notify.permit);
    }
    else {
        CHECK(false);
    }
    int turn = 0; // it suspends
    concurrent (s) {
        CHECK(!tarry_notify_register(&notify, &first));
        spawn (s) wait_and_number(&notify, &turn);
        race {
            when (await tarry_notify_wait_registered(&first)) {
                CHECK(false);
            }
            when (await yields(3)) {
                tarry_notify_one(&notify);
            }
        }
    }
    CHECK(turn == 1);
    return 0;
}

// ---- cancelled at each place: a queue's only wake-up is not lost ----

struct queue {
    struct tarry_notify pushed;
    int items, popped[2];
};

static async int pop_some(struct queue *queue, int *popped, int count) {
    while (*popped < count) {
        Registration registration;
        tarry_notify_register(&queue->pushed, &registration);
        defer tarry_notify_withdraw(&registration);
        if (queue->items > 0) {
            queue->items--;
            ++*popped;
            continue;
        }
        int error = await tarry_notify_wait_registered(&registration);
        if (error < 0) {
            return error;
        }
    }
    return 0;
}

static async int pop_three(void *argument) {
    struct queue *queue = argument;
    return await pop_some(queue, &queue->popped[0], 3);
}

static async int push_some(struct queue *queue, int count) {
    for (int i = 0; i < count; i++) {
        await tarry_yield();
        queue->items++;
        tarry_notify_one(&queue->pushed);
    }
    return 0;
}

static async int cancelled_everywhere(void) {
    int result = 0;
    unsigned n = 1, by_popped[4] = {0};
    for (bool cancelled = true; cancelled; n++) {
        struct queue queue = {0};
        concurrent (s) {
            spawn (s) cancelled = tarry_cancel_nth(n, pop_three, &queue, &result);
            spawn (s) push_some(&queue, 3);
        }
        // What the one was woken for, another one is.
        concurrent (s) {
            spawn (s) pop_some(&queue, &queue.popped[1], 3 - queue.popped[0]);
        }
        CHECK(result == (queue.popped[0] == 3 ? 0 : -ECANCELED));
        CHECK(queue.items == 0 && queue.popped[0] + queue.popped[1] == 3 && !queue.pushed.waiters);
        by_popped[queue.popped[0]]++;
    }
    CHECK(n > 3 && by_popped[0] > 0 && by_popped[1] > 0 && by_popped[3] > 0);
    return 0;
}

// ---- consumers and producers, tasks and a thread: whenever there is something, somebody is awake ----

enum { CONSUMERS = 6, ITEMS = 3000 };

static struct {
    struct tarry_notify pushed;
    _Atomic int items, popped;
    int wanted;
    struct tarry_scope *consumers;
} shop;

static bool shop_try_pop(void) {
    int items = tarry__load(&shop.items, relaxed);
    while (items > 0) {
        if (tarry__compare_exchange_weak(&shop.items, &items, items - 1, acq_rel, relaxed)) {
            return true;
        }
    }
    return false;
}

static async int consume(bool slow) {
    for (;;) {
        Registration registration;
        tarry_notify_register(&shop.pushed, &registration);
        defer tarry_notify_withdraw(&registration);
        if (shop_try_pop()) {
            if (tarry__fetch_add(&shop.popped, 1, relaxed) + 1 == shop.wanted) {
                tarry_cancel(shop.consumers);
                return 0;
            }
            if (slow) {
                await tarry_yield();
            }
            continue;
        }
        if (await tarry_notify_wait_registered(&registration) < 0) {
            return 0;
        }
    }
}

static void produce(void *argument) {
    int *count = argument;
    for (int i = 0; i < *count; i++) {
        tarry__fetch_add(&shop.items, 1, relaxed);
        if (i % 7 == 0) {
            tarry_notify_all(&shop.pushed);
        } else {
            tarry_notify_one(&shop.pushed);
        }
    }
}

static async int produce_as_task(int count) {
    for (int i = 0; i < count; i++) {
        int one = 1;
        produce(&one);
        if (i % 3 == 0) {
            await tarry_yield();
        }
    }
    return 0;
}

static async int shopping(int count) {
    parallel (s) {
        shop.consumers = &s;
        for (int i = 0; i < CONSUMERS; i++) {
            spawn (s) consume(i % 2);
        }
        await produce_as_task(count);
    }
    CHECK(shop.popped == shop.wanted && shop.items == 0 && !shop.pushed.waiters);
    return 0;
}

static void test_shop(unsigned workers) {
    int count = scaled(ITEMS);
    struct tarry__thread thread;
    shop.popped = 0;
    shop.wanted = 2 * count;
    CHECK(tarry__thread_start(&thread, "produce", produce, &count) == 0);
    RUN(shopping, workers, .count = count);
    tarry__thread_join(&thread);
    shop.pushed.permit = 0;
}

// ---- at random, in a concurrent scope, against a model: who is to be woken is known ----

enum { ACTORS_MAX = 7, MOVES = 40 };

struct waiting {
    struct waiting *next;
    bool one, all; // has been woken so
};

static struct {
    struct tarry_notify notify;
    struct actor actors[ACTORS_MAX];
    unsigned count;
    struct waiting *first; // in the order in which they came
    bool permit;
} model;

static void model_push(struct waiting *waiting) {
    *waiting = (struct waiting){.one = model.permit};
    model.permit = false;
    if (!waiting->one) {
        struct waiting **end = &model.first;
        while (*end) {
            end = &(*end)->next;
        }
        *end = waiting;
    }
}

static struct waiting *model_pop(void) {
    struct waiting *first = model.first;
    if (first) {
        model.first = first->next;
    }
    return first;
}

static void model_one(void) {
    struct waiting *first = model_pop();
    if (first) {
        first->one = true;
    } else {
        model.permit = true;
    }
}

static void model_all(void) {
    for (struct waiting *first; (first = model_pop());) {
        first->all = true;
    }
}

static void model_leave(struct waiting *waiting) {
    struct waiting **at = &model.first;
    while (*at != waiting) {
        EXPECT(*at);
        at = &(*at)->next;
    }
    *at = waiting->next;
}

static void model_compare(void) {
    unsigned listed = 0, wanted = 0;
    struct tarry_waiter *waiter = model.notify.waiters;
    for (; waiter; waiter = tarry__wait_list_next(&model.notify.waiters, waiter)) {
        listed++;
    }
    for (struct waiting *waiting = model.first; waiting; waiting = waiting->next) {
        wanted++;
    }
    EXPECT(listed == wanted && model.notify.permit == model.permit);
}

// `waiting` is the model's of this wait, which has returned `result`.
static void model_result(struct waiting *waiting, int result) {
    bool woken = waiting->one || waiting->all;
    EXPECT(result == (woken ? 0 : -ECANCELED));
    if (!woken) {
        model_leave(waiting);
    }
}

static async int wait_plainly(struct actor *actor) {
    struct waiting waiting;
    parallel (s) {
        actor_expose(actor, &s);
        model_push(&waiting);
        int result = await tarry_notify_wait(&model.notify);
        model_result(&waiting, result);
        actor_expose(actor, NULL);
    }
    return 0;
}

static async int wait_registered(struct actor *actor) {
    struct waiting waiting;
    Registration registration;
    EXPECT(tarry_notify_register(&model.notify, &registration) == model.permit);
    model_push(&waiting);
    defer tarry_notify_withdraw(&registration);
    await yields(actor_random(actor, 3));
    if (actor_random(actor, 3) == 0) { // withdrawn
        tarry_notify_withdraw(&registration);
        if (waiting.one) {
            model_one();
        } else if (!waiting.all) {
            model_leave(&waiting);
        }
        return 0;
    }
    parallel (s) {
        actor_expose(actor, &s);
        int result = await tarry_notify_wait_registered(&registration);
        model_result(&waiting, result);
        actor_expose(actor, NULL);
    }
    return 0;
}

static async int wait_somehow(struct actor *actor) {
    return actor_random(actor, 2) ? await wait_plainly(actor) : await wait_registered(actor);
}

static async int act(struct actor *actor) {
    for (int i = 0; i < MOVES; i++) {
        switch (actor_random(actor, 6)) {
        case 0:
            await yields(actor_random(actor, 4));
            break;
        case 1:
            actor_attack(&model.actors[actor_random(actor, model.count)]);
            break;
        case 2:
            model_one();
            tarry_notify_one(&model.notify);
            break;
        case 3:
            if (actor_random(actor, 3) == 0) {
                model_all();
                tarry_notify_all(&model.notify);
            }
            break;
        default:
            race {
                when (await wait_somehow(actor)) {
                }
                when (await yields(actor_random(actor, 6))) {
                }
            }
        }
        model_compare();
    }
    return 0;
}

static async int acting(void) {
    concurrent (s) {
        for (unsigned i = 0; i < model.count; i++) {
            spawn (s) act(&model.actors[i]);
        }
    }
    return 0;
}

static void run_model(unsigned workers, uint64_t seed) {
    model.count = (unsigned)(seed % ACTORS_MAX) + 1;
    for (unsigned i = 0; i < ACTORS_MAX; i++) {
        actor_init(&model.actors[i], seed, (int)i);
    }
    RUN(acting, workers);
    EXPECT(!model.notify.waiters && !model.first);
    model.notify.permit = model.permit = false;
}

// ---- misused ----

static void register_outside(void) {
    struct tarry_notify notify = {0};
    Registration registration;
    tarry_notify_register(&notify, &registration);
}

static async int wait_for_nothing(void) {
    struct tarry_notify notify = {0};
    Registration registration;
    tarry_notify_register(&notify, &registration);
    tarry_notify_withdraw(&registration);
    return await tarry_notify_wait_registered(&registration);
}

int main(void) {
    expect_misuse(register_outside, "tarry_notify_register: not in async code", "addr2line");
    EXPECT_MISUSE(wait_for_nothing, "tarry_notify_wait_registered: nothing is registered",
                  "wait_for_nothing");
    RUN(simple, 1);
    RUN(cancelled, 1);
    RUN(registrations, 1);
    RUN(cancelled_everywhere, 1);
    test_shop(1);
    test_shop(0);
    for_seeds(scaled(500), run_model);
    return 0;
}
