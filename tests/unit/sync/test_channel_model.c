// Channels against a model: random calls on one worker, after each of which every call, ended or
// waiting, stands where a plain queue with two lines of waiting calls says.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

#include "../runtime/future.h"
#include "seeds.h"

enum { SEEDS = 2000, STEPS = 60, BATCH = 4, CAPACITIES = 6, SETTLED = 12 };

struct item { // of a size that no copy is made for specially
    int value;
    char rest[20];
};
typedef TARRY_CHANNEL(struct item) items;

enum kind { SEND, SEND_MANY, RECEIVE, RECEIVE_MANY, KINDS };

// One call, and what the model says of it.
struct call {
    enum kind kind;
    int count;
    struct item items[BATCH];
    bool ended;
    ptrdiff_t result;
    struct tarry_scope *scope; // to cancel it by
    struct {
        bool ended;
        ptrdiff_t result;
        int moved;
        int values[BATCH];
    } model;
};

struct model {
    int *queue;
    size_t first, last, capacity;
    struct call *senders[STEPS], *receivers[STEPS]; // that wait
    int sender_count, receiver_count;
    bool closed;
};

static void line_remove(struct call **line, int *count, int at) {
    memmove(&line[at], &line[at + 1], (size_t)(--*count - at) * sizeof *line);
}

static bool is_send(const struct call *call) {
    return call->kind <= SEND_MANY;
}

static void end(struct call *call, ptrdiff_t result) {
    bool is_one = call->kind == SEND;
    call->model.ended = true;
    call->model.result = is_one && result > 0 ? 0 : result;
}

static void model_receive(struct call *call, int value) {
    call->model.values[call->model.moved++] = value;
}

// Everything that can move moves.
static void settle_model(struct model *model) {
    for (bool moves = true; moves;) {
        moves = false;
        // A receiver that waits gets all there is at once, and ends.
        if (model->receiver_count > 0 && (model->last > model->first || model->sender_count > 0)) {
            struct call *receiver = model->receivers[0];
            while (receiver->model.moved < receiver->count) {
                if (model->last > model->first) {
                    model_receive(receiver, model->queue[model->first++]);
                } else if (model->sender_count > 0) {
                    struct call *sender = model->senders[0];
                    model_receive(receiver, sender->items[sender->model.moved++].value);
                    if (sender->model.moved == sender->count) {
                        end(sender, sender->count);
                        line_remove(model->senders, &model->sender_count, 0);
                    }
                } else {
                    break;
                }
            }
            end(receiver, receiver->model.moved);
            line_remove(model->receivers, &model->receiver_count, 0);
            moves = true;
            continue;
        }
        while (model->sender_count > 0 && model->last - model->first < model->capacity) {
            struct call *sender = model->senders[0];
            model->queue[model->last++] = sender->items[sender->model.moved++].value;
            if (sender->model.moved == sender->count) {
                end(sender, sender->count);
                line_remove(model->senders, &model->sender_count, 0);
            }
            moves = true;
        }
    }
    if (model->closed) {
        for (; model->sender_count > 0; model->sender_count--) {
            struct call *sender = model->senders[model->sender_count - 1];
            end(sender, sender->model.moved > 0 ? sender->model.moved : -EPIPE);
        }
        for (; model->receiver_count > 0; model->receiver_count--) {
            end(model->receivers[model->receiver_count - 1], 0);
        }
    }
}

static void model_begin(struct model *model, struct call *call) {
    if (!is_send(call)) {
        model->receivers[model->receiver_count++] = call;
    } else if (model->closed) {
        end(call, -EPIPE);
    } else {
        model->senders[model->sender_count++] = call;
    }
    settle_model(model);
}

// Ends a call that waits: it was cancelled, or was only tried.
static void model_stop(struct model *model, struct call *call, int error) {
    struct call **line = is_send(call) ? model->senders : model->receivers;
    int *count = is_send(call) ? &model->sender_count : &model->receiver_count;
    for (int i = 0; i < *count; i++) {
        if (line[i] == call) {
            line_remove(line, count, i);
            end(call, call->model.moved > 0 ? call->model.moved : error);
            return;
        }
    }
}

// ---- the channel ----

static async void wait(struct call *call, items *channel) {
    switch (call->kind) {
    case SEND:
        call->result = await tarry_channel_send(channel, call->items[0]);
        break;
    case SEND_MANY:
        call->result = await tarry_channel_send_many(channel, call->items, (size_t)call->count);
        break;
    case RECEIVE:
        call->result = await tarry_channel_receive(channel, call->items);
        break;
    default:
        call->result = await tarry_channel_receive_many(channel, call->items, (size_t)call->count);
        break;
    }
    call->ended = true;
}

static async void run(struct call *call, items *channel) {
    concurrent (s) {
        call->scope = &s;
        spawn (s) wait(call, channel);
    }
    call->scope = NULL;
}

static void try_now(struct call *call, items *channel) {
    switch (call->kind) {
    case SEND:
        call->result = tarry_channel_try_send(channel, call->items[0]);
        break;
    case SEND_MANY:
        call->result = tarry_channel_try_send_many(channel, call->items, (size_t)call->count);
        break;
    case RECEIVE:
        call->result = tarry_channel_try_receive(channel, call->items);
        break;
    default:
        call->result = tarry_channel_try_receive_many(channel, call->items, (size_t)call->count);
        break;
    }
    call->ended = true;
}

static async void settle(void) {
    for (int i = 0; i < SETTLED; i++) {
        await tarry_yield();
    }
}

static void compare(const struct call *calls, int count, const struct model *model,
                    items *channel) {
    for (int i = 0; i < count; i++) {
        const struct call *call = &calls[i];
        CHECK(call->ended == call->model.ended);
        CHECK(!call->ended || call->result == call->model.result);
        for (int k = 0; !is_send(call) && call->ended && k < call->result; k++) {
            CHECK(call->items[k].value == call->model.values[k]);
            CHECK(call->items[k].rest[19] == (char)call->items[k].value);
        }
    }
    CHECK(tarry_channel_length(channel) == model->last - model->first);
    CHECK(tarry_channel_is_closed(channel) == model->closed);
}

static async void run_seed(uint64_t seed) {
    static const size_t capacities[CAPACITIES] = {0, 1, 2, 3, 7, TARRY_UNBOUNDED};
    uint64_t random = seed;
    items channel;
    struct call calls[STEPS];
    memset(calls, 0, sizeof calls);
    struct model model = {.queue = malloc(STEPS * BATCH * sizeof(int)),
                          .capacity = capacities[below(&random, CAPACITIES)]};
    CHECK(model.queue && tarry_channel_init(&channel, model.capacity) == 0);
    int next = 0, count = 0;
    unsigned senders = 1 + below(&random, 5); // of six calls
    concurrent (s) {
        while (count < STEPS) {
            struct call *call = &calls[count];
            unsigned chance = below(&random, 100);
            if (chance < 2) {
                tarry_channel_close(&channel);
                model.closed = true;
                settle_model(&model);
            } else if (chance < 20 && count > 0) {
                struct call *other = &calls[below(&random, (unsigned)count)];
                if (!other->model.ended) {
                    CHECK(other->scope); // else there was no memory for it
                    tarry_cancel(other->scope);
                    model_stop(&model, other, -ECANCELED);
                }
            } else {
                bool sends = below(&random, 6) < senders;
                bool many = below(&random, 3) == 0;
                call->kind = sends ? (many ? SEND_MANY : SEND) : (many ? RECEIVE_MANY : RECEIVE);
                call->count = many ? 1 + (int)below(&random, BATCH) : 1;
                for (int i = 0; sends && i < call->count; i++) {
                    call->items[i].value = next++;
                    call->items[i].rest[19] = (char)call->items[i].value;
                }
                count++;
                if (chance < 50) {
                    try_now(call, &channel);
                    model_begin(&model, call);
                    model_stop(&model, call, -EAGAIN);
                } else {
                    spawn (s) run(call, &channel);
                    model_begin(&model, call);
                }
            }
            await settle();
            compare(calls, count, &model, &channel);
        }
        tarry_channel_close(&channel);
        model.closed = true;
        settle_model(&model);
    }
    compare(calls, count, &model, &channel);
    struct item item;
    while (model.first < model.last) {
        CHECK(tarry_channel_try_receive(&channel, &item) == 1 &&
              item.value == model.queue[model.first++]);
    }
    CHECK(tarry_channel_try_receive(&channel, &item) == 0);
    tarry_channel_destroy(&channel);
    free(model.queue);
}

async int main(void) {
    struct seeds seeds = seeds_begin((unsigned)scaled(SEEDS));
    for (uint64_t seed; seeds_next(&seeds, &seed);) {
        await run_seed(seed);
    }
    return 0;
}
