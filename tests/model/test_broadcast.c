// Broadcasts (broadcast.h): each subscription gets every message once and in order, or is told how
// many it has missed; who waits misses none, unless cancelled: then nothing was taken. Who received
// the last one may destroy it.
//
// sources: src/sync/broadcast.c tests/model/support/tasks.c
// mutant: sent without the lock: src/sync/broadcast.c: lock(broadcast);\n    int result = broadcast->closed ? -EPIPE : 0;\n    if (result == 0) {\n        put(broadcast, message, size);\n    }\n    unlock(broadcast); -> int result = broadcast->closed ? -EPIPE : 0;\n    if (result == 0) {\n        put(broadcast, message, size);\n    }: race
// mutant: subscribed without the lock: src/sync/broadcast.c: lock(broadcast);\n    Subscription subscription = {.position = broadcast->count};\n    unlock(broadcast); -> Subscription subscription = {.position = broadcast->count};: race
// mutant: counted without the lock: src/sync/broadcast.c: lock(broadcast);\n    uint64_t length = broadcast->count - subscription->position;\n    unlock(broadcast); -> uint64_t length = broadcast->count - subscription->position;: race
// mutant: who was handed a message gets it again: src/sync/broadcast.c: receive->subscription->position = broadcast->count; -> (void)receive->subscription;: assertion
// mutant: only the first who waits is handed it: src/sync/broadcast.c: while ((waiter = tarry__wait_list_first(&broadcast->waiters))) { -> if ((waiter = tarry__wait_list_first(&broadcast->waiters))) {: assertion
// mutant: who waits is not told of the close: src/sync/broadcast.c: broadcast->closed = true;\n    tarry__wait_list_give_all(&broadcast->waiters, 0); -> broadcast->closed = true;: deadlock
// mutant: a slot that was written again is received: src/sync/broadcast.c: if (behind > broadcast->capacity) { -> if (behind > broadcast->capacity + 1) {: assertion
// mutant: one is missed too few: src/sync/broadcast.c: subscription->missed = behind - broadcast->capacity; -> subscription->missed = 1;: assertion
// mutant: a receiver looks, and waits after others had their turn: src/sync/broadcast.c: self->state = WAITS; -> self->state = WAITS;\n        unlock(broadcast);\n        lock(broadcast);: deadlock
// mutant: who is cancelled stays in the list: src/sync/broadcast.c: tarry__wait_list_remove(&broadcast->waiters, &self->waiter); -> (void)broadcast;: assertion
// mutant: who was handed a message is cancelled: src/sync/broadcast.c: self->result = (int)self->waiter.value;\n        return true; -> self->result = tarry__is_cancelled(cx) ? -ECANCELED : (int)self->waiter.value;\n        return true;: assertion
// mutant: a closed one is sent to: src/sync/broadcast.c: int result = broadcast->closed ? -EPIPE : 0; -> int result = 0;: assertion
// mutant: what is left is not received behind the close: src/sync/broadcast.c: if (behind == 0) { -> if (behind == 0 || broadcast->closed) {: assertion
#include <tarry/broadcast.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

#undef tarry_broadcast_init
#undef tarry_broadcast_destroy
#undef tarry_broadcast_send
#undef tarry_broadcast_subscribe
#undef tarry_broadcast_try_receive
#undef tarry_broadcast_close
#undef tarry_broadcast_length

enum { RECEIVERS_MAX = 2, NONE = 99 };

// Two words, so that half of one would be seen.
struct message {
    uintptr_t number, again;
};

static struct tarry_broadcast *broadcast;
static struct tarry_subscription subscriptions[RECEIVERS_MAX];
static uintptr_t to_send; // how many
static _Atomic uintptr_t sent;

static void send_all(void *closes) {
    for (uintptr_t i = 0; i < to_send; i++) {
        struct message message = {i, i};
        int error = tarry_broadcast_send(broadcast, &message, sizeof message);
        CHECK(error == 0 || error == -EPIPE);
        sent += error == 0;
    }
    if (closes) {
        tarry_broadcast_close(broadcast);
    }
}

// What a receive or try answers fits to where the subscription stood. True: there may be more.
static bool is_right(int answer, const struct tarry_subscription *subscription, uint64_t before,
                     const struct message *message) {
    if (answer == 1) {
        CHECK(message->number == before && message->again == before);
        CHECK(subscription->position == before + 1);
        return true;
    }
    CHECK(message->number == NONE);
    if (answer == -EOVERFLOW) {
        CHECK(subscription->missed > 0);
        CHECK(subscription->position == before + subscription->missed);
        CHECK(subscription->position + broadcast->capacity <= to_send);
        return true;
    }
    CHECK(subscription->position == before);
    return false;
}

// Until the end, or the task is cancelled.
static void receive(void *argument) {
    struct tarry_subscription *subscription = argument;
    int answer;
    struct message message;
    uint64_t before;
    do {
        before = subscription->position;
        message = (struct message){NONE, NONE};
        answer = AWAIT(tarry_broadcast_receive, .broadcast = broadcast,
                       .subscription = subscription, .place = &message, .size = sizeof message);
    } while (is_right(answer, subscription, before, &message));
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
}

static void subscribe_and_receive(void *argument) {
    *(struct tarry_subscription *)argument = tarry_broadcast_subscribe(broadcast);
    CHECK(tarry_broadcast_length(broadcast, argument) <= to_send);
    receive(argument);
}

static void receive_and_destroy(void *argument) {
    receive(argument);
    tarry_broadcast_destroy(broadcast);
    model_memory_free(broadcast, sizeof *broadcast);
}

static void receive_one_and_destroy(void *argument) {
    struct message message;
    CHECK(AWAIT(tarry_broadcast_receive, .broadcast = broadcast, .subscription = argument,
                .place = &message, .size = sizeof message) == 1);
    tarry_broadcast_destroy(broadcast);
    model_memory_free(broadcast, sizeof *broadcast);
}

static void close(void *argument) {
    (void)argument;
    tarry_broadcast_close(broadcast);
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(size_t capacity, uintptr_t messages, unsigned tasks) {
    tasks_begin(tasks);
    broadcast = model_memory_new(sizeof *broadcast, _Alignof(struct tarry_broadcast));
    CHECK(tarry_broadcast_init(broadcast, capacity, sizeof(struct message)) == 0);
    to_send = messages;
    sent = 0;
    for (int i = 0; i < RECEIVERS_MAX; i++) {
        subscriptions[i] = (struct tarry_subscription){0};
    }
    model_name(broadcast, sizeof *broadcast, "broadcast");
    model_name(subscriptions, sizeof subscriptions, "subscriptions");
    model_name(&sent, sizeof sent, "sent");
}

static void one(void) {
    prepare(1, 3, 1);
    tasks_add("receives", receive, &subscriptions[0]);
    model_thread("sends", send_all, &sent);
}

static void without_room(void) {
    prepare(0, 2, 1);
    tasks_add("receives", receive, &subscriptions[0]);
    model_thread("sends", send_all, &sent);
}

static void two(void) {
    prepare(2, 2, 2);
    tasks_add("receives 0", receive, &subscriptions[0]);
    tasks_add("receives 1", subscribe_and_receive, &subscriptions[1]);
    model_thread("sends", send_all, &sent);
}

static void cancelled(void) {
    prepare(2, 2, 1);
    tasks_add("receives", receive, &subscriptions[0]);
    model_thread("sends", send_all, NULL);
    model_thread("cancels", cancel, NULL);
}

static void closed_meanwhile(void) {
    prepare(2, 2, 1);
    tasks_add("receives", receive, &subscriptions[0]);
    model_thread("sends", send_all, NULL);
    model_thread("closes", close, NULL);
}

// All that was sent comes, also behind the close, or the receive that was cancelled.
static void end(void) {
    for (int i = 0; i < RECEIVERS_MAX; i++) {
        struct tarry_subscription *subscription = &subscriptions[i];
        int answer = 0, last;
        struct message message;
        uint64_t before;
        do {
            before = subscription->position;
            message = (struct message){NONE, NONE};
            last = answer;
            answer = tarry_broadcast_try_receive(broadcast, subscription, &message, sizeof message);
            CHECK(answer != -EOVERFLOW || last != -EOVERFLOW); // it missed all of them at once
        } while (is_right(answer, subscription, before, &message));
        CHECK(answer == (broadcast->closed ? 0 : -EAGAIN));
        CHECK(subscription->position == sent);
    }
    tarry_broadcast_destroy(broadcast);
}

// None was sent behind the close, and all before it were received.
static void end_closed(void) {
    CHECK(subscriptions[0].position == sent);
    end();
}

static void destroyed_behind_the_close(void) {
    prepare(1, 1, 1);
    tasks_add("receives", receive_and_destroy, &subscriptions[0]);
    model_thread("sends", send_all, &sent);
}

static void destroyed_behind_a_send(void) {
    prepare(1, 1, 1);
    tasks_add("receives", receive_one_and_destroy, &subscriptions[0]);
    model_thread("sends", send_all, NULL);
}

static void destroyed(void) {}

int main(void) {
    static const struct model_bounds fewest = {.bounded = true, .preemptions = 1, .stale = 1};
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 4, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("one receives, room for one", one, end_closed, bounds);
    model_run("one receives, no room", without_room, end_closed, bounds);
    model_run("two receive", two, end, model_is_long() ? &many : &fewest);
    model_run("a receive is cancelled", cancelled, end, bounds);
    model_run("closed meanwhile", closed_meanwhile, end_closed, bounds);
    model_run("destroyed behind the close", destroyed_behind_the_close, destroyed, bounds);
    model_run("destroyed behind a send", destroyed_behind_a_send, destroyed, bounds);
    return 0;
}
