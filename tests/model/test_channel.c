// Channels (channel.h): bounded, rendezvous and unbounded; senders and receivers that wait, are
// cancelled, or only try; closing. What was sent is received once, in the order of each sender, and
// whole; what was not sent is not received.
//
// sources: src/sync/channel.c tests/model/support/tasks.c
// small: src/sync/channel_buffer.h: BLOCK_SIZE = 1024 -> BLOCK_SIZE = 24
// small: src/sync/channel_buffer.h: BLOCK_LENGTH_MIN = 8 -> BLOCK_LENGTH_MIN = 1
// mutant: an element is counted before it is there: src/sync/channel_buffer.h: channel->in.count + chunk, release -> channel->in.count + chunk, relaxed: race
// mutant: one element is counted before it is there: src/sync/channel_buffer.h: tarry__store(tarry__atomic_size(&channel->in.count), count + 1, release); -> tarry__store(tarry__atomic_size(&channel->in.count), count + 1, relaxed);: race
// mutant: one slot is given back before it is empty: src/sync/channel_buffer.h: tarry__store(tarry__atomic_size(&channel->out.count), count + 1, release); -> tarry__store(tarry__atomic_size(&channel->out.count), count + 1, relaxed);: race
// mutant: what went while the length was asked for is counted: src/sync/channel.c: } while (still != went); -> } while (false);: assertion
// mutant: destroyed without the senders' lock: src/sync/channel.c: void tarry_channel_destroy(Channel *channel) {\n    lock_out(channel);\n    lock_in(channel); -> void tarry_channel_destroy(Channel *channel) {\n    lock_out(channel);: race
// mutant: elements are counted without acquiring: src/sync/channel_buffer.h: tarry__atomic_size(&channel->in.count), acquire -> tarry__atomic_size(&channel->in.count), relaxed: race
// mutant: a slot is given back before it is empty: src/sync/channel_buffer.h: channel->out.count + chunk, release -> channel->out.count + chunk, relaxed: race
// mutant: room is found without acquiring: src/sync/channel_buffer.h: size_t seen = tarry__load(tarry__atomic_size(&channel->out.count), acquire) -> size_t seen = tarry__load(tarry__atomic_size(&channel->out.count), relaxed): race
// mutant: a block is made spare while it is read: src/sync/channel_buffer.h: tarry__exchange(spare(channel), block, acq_rel) -> tarry__exchange(spare(channel), block, relaxed): race
// mutant: a spare block is taken without acquiring: src/sync/channel_buffer.h: tarry__exchange(spare(channel), NULL, acquire) -> tarry__exchange(spare(channel), NULL, relaxed): race
// mutant: a sender waits without looking again: src/sync/channel.c: has_to = count - channel->out.count == channel->in.capacity; -> has_to = true || count;: deadlock
// mutant: a receiver waits without looking again: src/sync/channel.c: state, channel->in.count == went); -> state, true);: deadlock
// mutant: who waits is overtaken: src/sync/channel.c: size_t done = channel->in.waiting ? hand_over(channel, items, count, size) : 0; -> size_t done = 0;: deadlock
// mutant: a receiver does not look at who waits to send: src/sync/channel.c: __builtin_expect(channel->out.waiting != NULL, 0) -> false: deadlock
// mutant: a wait that was given its element is cancelled: src/sync/channel.c: if (wait->waiter.phase == TARRY__WAIT_GIVEN) {\n        *result = (ptrdiff_t)wait->done; -> if (wait->waiter.phase == TARRY__WAIT_GIVEN) {\n        *result = tarry__is_cancelled(cx) ? -ECANCELED : (ptrdiff_t)wait->done;: assertion
// mutant: closing forgets those that wait to receive: src/sync/channel.c: while ((waiter = tarry__wait_list_first(&channel->in.waiting))) {\n        wait_of -> while (false) {\n        wait_of: deadlock
// mutant: the answer is given without releasing: src/sync/wait_list.h: (waiter->task);\n    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release); -> (waiter->task);\n    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, relaxed);: race
// mutant: the answer is seen without acquiring: src/sync/wait_list.h: tarry__load(tarry__wait_phase(waiter), acquire) == TARRY__WAIT_GIVEN -> tarry__load(tarry__wait_phase(waiter), relaxed) == TARRY__WAIT_GIVEN: race
// mutant: the answer can be seen before the task was woken: src/sync/wait_list.h: tarry__task_wake_from_anywhere(waiter->task);\n    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release); -> struct tarry_task *task = waiter->task;\n    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release); tarry__task_wake_from_anywhere(task);: race
// mutant: who is given his answer is not woken: src/sync/wait_list.h: tarry__wait_list_unlink(list, waiter);\n    tarry__task_wake_from_anywhere(waiter->task); -> tarry__wait_list_unlink(list, waiter);: deadlock
#include <tarry/channel.h>

#include <errno.h>
#include <stdio.h>

#include "model.h"
#include "tasks.h"

#undef tarry_channel_init
#undef tarry_channel_destroy
#undef tarry_channel_send
#undef tarry_channel_receive
#undef tarry_channel_try_send
#undef tarry_channel_try_receive
#undef tarry_channel_close
#undef tarry_channel_length

enum { MESSAGES = 3 };

struct message {
    uintptr_t sender, number;
};

static struct tarry_channel *channel;
static _Atomic(uint32_t) lock;
static int sent[2], received[2], last[2];

static int send(uintptr_t sender, uintptr_t number) {
    struct message message = {sender, number};
    int answer =
        AWAIT(tarry_channel_send, .channel = channel, .item = &message, .size = sizeof message);
    CHECK(answer == 0 || answer == -EPIPE || (answer == -ECANCELED && tasks_is_cancelled()));
    return answer;
}

static void sender(void *argument) {
    uintptr_t me = (uintptr_t)argument;
    for (uintptr_t i = 1; i <= MESSAGES; i++) {
        if (send(me, i) == 0) {
            sent[me]++;
        }
    }
}

static void try_sender(void *argument) {
    uintptr_t me = (uintptr_t)argument;
    for (uintptr_t i = 1; i <= MESSAGES; i++) {
        struct message message = {me, i};
        if (tarry_channel_try_send(channel, &message, sizeof message) == 0) {
            sent[me]++;
        }
    }
}

static void note(const struct message *message) {
    CHECK(message->sender < 2);
    model_lock_take(&lock);
    received[message->sender]++;
    CHECK((int)message->number > last[message->sender] || last[message->sender] < 0);
    last[message->sender] = last[message->sender] < 0 ? -1 : (int)message->number;
    model_lock_give(&lock);
}

// Until the channel is closed, or the task is cancelled.
static void receiver(void *argument) {
    (void)argument;
    for (;;) {
        struct message message = {9, 9};
        int answer = AWAIT(tarry_channel_receive, .channel = channel, .place = &message,
                           .size = sizeof message);
        if (answer != 1) {
            CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
            CHECK(message.sender == 9);
            return;
        }
        note(&message);
    }
}

// So many as one sender sends.
static void receiver_of_all(void *argument) {
    (void)argument;
    for (int i = 0; i < MESSAGES; i++) {
        struct message message;
        CHECK(AWAIT(tarry_channel_receive, .channel = channel, .place = &message,
                    .size = sizeof message) == 1);
        note(&message);
    }
}

static void closer(void *argument) {
    (void)argument;
    tarry_channel_close(channel);
}

static void canceller(void *argument) {
    tasks_cancel((unsigned)(uintptr_t)argument);
}

static void prepare(size_t capacity, unsigned tasks) {
    tasks_begin(tasks);
    channel = model_memory_new(sizeof *channel, _Alignof(struct tarry_channel));
    CHECK(tarry_channel_init(channel, capacity, sizeof(struct message)) == 0);
    for (int i = 0; i < 2; i++) {
        sent[i] = received[i] = last[i] = 0;
    }
    lock = 0;
    model_name(channel, sizeof *channel, "channel");
    model_name(&channel->in.lock, sizeof channel->in.lock, "in.lock");
    model_name(&channel->in.count, sizeof channel->in.count, "in.count");
    model_name(&channel->out.lock, sizeof channel->out.lock, "out.lock");
    model_name(&channel->out.count, sizeof channel->out.count, "out.count");
}

static size_t capacity;

// Waits for the one element, or the end, and is the last to use the channel.
static void receiver_and_destroyer(void *argument) {
    struct message message = {9, 9};
    int answer =
        AWAIT(tarry_channel_receive, .channel = channel, .place = &message, .size = sizeof message);
    CHECK(answer == (argument ? 1 : 0));
    tarry_channel_destroy(channel);
    model_memory_free(channel, sizeof *channel);
}

static void one_sender(void *argument) {
    (void)argument;
    struct message message = {0, 1};
    int answer = tarry_channel_try_send(channel, &message, sizeof message);
    CHECK(answer == 0);
}

static void asker(void *argument) {
    (void)argument;
    CHECK(tarry_channel_length(channel) <= capacity);
}

static void one_to_one(void) {
    prepare(capacity, 2);
    tasks_add("sender", sender, (void *)0);
    tasks_add("receiver", receiver_of_all, NULL);
}

// A receiver that finds more than one needs not look again for the second; its slot is used again.
static void two_in_it(void) {
    prepare(2, 2);
    for (uintptr_t i = 1; i <= 2; i++) {
        struct message message = {1, i};
        CHECK(tarry_channel_try_send(channel, &message, sizeof message) == 0);
    }
    sent[1] = 2;
    tasks_add("sender", sender, (void *)0);
    tasks_add("receiver", receiver_of_all, NULL);
}

static void closed(void) {
    prepare(capacity, 2);
    tasks_add("sender", sender, (void *)0);
    tasks_add("receiver", receiver, NULL);
    model_thread("closer", closer, NULL);
}

static void receive_cancelled(void) {
    prepare(capacity, 1);
    tasks_add("receiver", receiver, NULL);
    model_thread("sender", try_sender, (void *)0);
    model_thread("canceller", canceller, (void *)0);
}

static void two_to_two(void) {
    prepare(capacity, 4);
    last[0] = last[1] = -1;
    tasks_add("sender 0", sender, (void *)0);
    tasks_add("sender 1", sender, (void *)1);
    tasks_add("receiver 0", receiver_of_all, NULL);
    tasks_add("receiver 1", receiver_of_all, NULL);
}

static void destroyed_behind_a_send(void) {
    prepare(capacity, 1);
    tasks_add("receiver", receiver_and_destroyer, &lock);
    model_thread("sender", one_sender, NULL);
}

static void destroyed_behind_a_close(void) {
    prepare(capacity, 1);
    tasks_add("receiver", receiver_and_destroyer, NULL);
    model_thread("closer", closer, NULL);
}

static void destroyed(void) {}

static void asked(void) {
    prepare(capacity, 2);
    tasks_add("sender", sender, (void *)0);
    tasks_add("receiver", receiver_of_all, NULL);
    model_thread("asks", asker, NULL);
}

// What is still in there was sent.
static void end(void) {
    struct message message;
    while (tarry_channel_try_receive(channel, &message, sizeof message) == 1) {
        received[message.sender]++;
    }
    CHECK(received[0] == sent[0] && received[1] == sent[1]);
    tarry_channel_destroy(channel);
}

static const struct model_bounds fewest = {.bounded = true, .preemptions = 1, .stale = 1};
static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};

static void run_all(const char *kind, size_t slots, const struct model_bounds *bounds) {
    static char names[7][64];
    capacity = slots;
    snprintf(names[0], 64, "%s, one to one", kind);
    model_run(names[0], one_to_one, end, bounds);
    snprintf(names[1], 64, "%s, closed meanwhile", kind);
    model_run(names[1], closed, end, model_is_long() ? bounds : &fewest);
    snprintf(names[2], 64, "%s, a receive cancelled", kind);
    model_run(names[2], receive_cancelled, end, bounds);
    if (slots > 0) {
        snprintf(names[4], 64, "%s, destroyed behind a send", kind);
        model_run(names[4], destroyed_behind_a_send, destroyed, bounds);
        snprintf(names[5], 64, "%s, asked for its length", kind);
        model_run(names[5], asked, end, &fewest);
    }
    snprintf(names[6], 64, "%s, destroyed behind a close", kind);
    model_run(names[6], destroyed_behind_a_close, destroyed, bounds);
    snprintf(names[3], 64, "%s, two to two", kind);
    if (model_is_long()) {
        model_run(names[3], two_to_two, end, bounds);
    }
}

int main(void) {
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    run_all("one slot", 1, bounds);
    model_run("two slots, filled", two_in_it, end, &fewest);
    run_all("rendezvous", 0, bounds);
    run_all("unbounded", TARRY_UNBOUNDED, bounds);
    return 0;
}
