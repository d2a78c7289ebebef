// Events: waits cancelled at each place, and at random against a model.
#include <tarry/event.h>
#include <tarry/testing.h>

#include "actors.h"

static unsigned ring_length(const struct tarry_event *event) {
    const struct tarry_event_waiter *first = (void *)(event->word & ~(uintptr_t)7), *waiter = first;
    unsigned length = 0;
    for (; waiter && (length == 0 || waiter != first); waiter = waiter->next) {
        EXPECT(waiter->next->previous == waiter && waiter->list == event->list);
        length++;
    }
    return length;
}

// ---- cancelled at each place ----

static async int wait_for_both(void *argument) {
    struct tarry_event *events = argument;
    for (int i = 0; i < 2; i++) {
        int error = await tarry_event_wait(&events[i]);
        if (error < 0) {
            return error;
        }
    }
    return 0;
}

static async int set_both(struct tarry_event *events) {
    for (int i = 0; i < 2; i++) {
        await yields(2);
        tarry_event_set(&events[i]);
    }
    return 0;
}

static async int cancelled_everywhere(void) {
    unsigned n = 1, refused = 0;
    int result = 1;
    for (bool cancelled = true; cancelled; n++) {
        struct tarry_event events[2] = {{0}, {0}};
        int others[2] = {1, 1};
        concurrent (s) {
            spawn (s) others[0] = wait_for_both(events);
            spawn (s) cancelled = tarry_cancel_nth(n, wait_for_both, events, &result);
            spawn (s) others[1] = wait_for_both(events);
            spawn (s) set_both(events);
        }
        CHECK(result == 0 || result == -ECANCELED);
        CHECK(others[0] == 0 && others[1] == 0);
        for (int i = 0; i < 2; i++) {
            CHECK(tarry_event_is_set(&events[i]) && ring_length(&events[i]) == 0);
        }
        refused += result != 0;
    }
    CHECK(result == 0 && n > 4 && refused > 1);
    return 0;
}

// ---- at random ----
//
// On one worker it is known at each moment who waits, and who has been let through.

enum { EVENTS = 2, ACTORS_MAX = 8, MOVES = 40 };

struct waiting {
    struct waiting *next;
    bool let_through;
};

static struct {
    struct tarry_event events[EVENTS];
    struct actor actors[ACTORS_MAX];
    unsigned count;
    bool exact; // one worker, and what follows is true
    bool set[EVENTS];
    struct waiting *waiting[EVENTS];
} model;

static void model_set(unsigned i) {
    model.set[i] = true;
    for (; model.waiting[i]; model.waiting[i] = model.waiting[i]->next) {
        model.waiting[i]->let_through = true;
    }
}

static void model_join(unsigned i, struct waiting *waiting) {
    *waiting = (struct waiting){.next = model.waiting[i], .let_through = model.set[i]};
    if (!waiting->let_through) {
        model.waiting[i] = waiting;
    }
}

static void model_leave(unsigned i, struct waiting *waiting) {
    struct waiting **at = &model.waiting[i];
    while (*at != waiting) {
        EXPECT(*at);
        at = &(*at)->next;
    }
    *at = waiting->next;
}

static void model_compare(void) {
    for (unsigned i = 0; i < EVENTS; i++) {
        unsigned count = 0;
        for (struct waiting *waiting = model.waiting[i]; waiting; waiting = waiting->next) {
            count++;
        }
        EXPECT(ring_length(&model.events[i]) == count);
        EXPECT(tarry_event_is_set(&model.events[i]) == model.set[i]);
    }
}

static async int wait_exposed(struct actor *actor, unsigned i) {
    struct waiting waiting;
    parallel (s) {
        actor_expose(actor, &s);
        if (model.exact) {
            model_join(i, &waiting);
        }
        int result = await tarry_event_wait(&model.events[i]);
        EXPECT(result == 0 || result == -ECANCELED);
        if (model.exact) {
            EXPECT(result == (waiting.let_through ? 0 : -ECANCELED));
            if (!waiting.let_through) {
                model_leave(i, &waiting);
            }
        }
        actor_expose(actor, NULL);
    }
    return 0;
}

static void set_or_reset(struct actor *actor) {
    unsigned i = actor_random(actor, EVENTS);
    if (actor_random(actor, 2)) {
        if (model.exact) {
            model_set(i);
        }
        tarry_event_set(&model.events[i]);
    } else {
        if (model.exact) {
            model.set[i] = false;
        }
        tarry_event_reset(&model.events[i]);
    }
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
        case 3:
            set_or_reset(actor);
            break;
        default:
            race {
                when (await wait_exposed(actor, actor_random(actor, EVENTS))) {
                }
                when (await yields(actor_random(actor, 6))) {
                }
            }
        }
        if (model.exact) {
            model_compare();
        }
    }
    return 0;
}

static async int acting(void) {
    parallel (s) {
        for (unsigned i = 0; i < model.count; i++) {
            spawn (s) act(&model.actors[i]);
        }
    }
    return 0;
}

static void run_model(unsigned workers, uint64_t seed) {
    model.count = (unsigned)(seed % ACTORS_MAX) + 1;
    model.exact = workers == 1;
    for (unsigned i = 0; i < ACTORS_MAX; i++) {
        actor_init(&model.actors[i], seed, (int)i);
    }
    RUN(acting, workers);
    for (unsigned i = 0; i < EVENTS; i++) {
        EXPECT(ring_length(&model.events[i]) == 0 && !model.waiting[i]);
        tarry_event_reset(&model.events[i]);
        model.set[i] = false;
    }
}

int main(void) {
    RUN(cancelled_everywhere, 1);
    for_seeds(scaled(400), run_model);
    return 0;
}
