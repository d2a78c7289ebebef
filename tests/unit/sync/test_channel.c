// Channels: a send or receive that is cancelled, at each chance there is, has done nothing or all of
// it; who waits is served first come, first served, and not overtaken; threads that run no task
// send and receive too; memory.
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

#include "../runtime/future.h"
#include "base/memory.h"
#include "base/thread.h"
#include "misuse.h"

typedef TARRY_CHANNEL(int) ints;

enum { ITEMS = 9, KINDS = 4 };

static void make(ints *channel, int kind, int *storage) {
    *channel = (ints){0};
    if (kind == 1 || kind == 2) {
        tarry_channel_init_with(channel, storage, (size_t)kind);
    } else if (kind == 3) {
        CHECK(tarry_channel_init(channel, TARRY_UNBOUNDED) == 0);
    }
}

// ---- cancelled at each chance ----

struct side {
    ints *channel;
    bool in_batches;
    int count;        // of the items that were sent, or received, as far as its own results tell
    int items[ITEMS]; // received
};

static async int send_all(void *argument) {
    static const int items[ITEMS] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct side *side = argument;
    while (side->count < ITEMS) {
        ptrdiff_t sent = 1;
        if (side->in_batches) {
            int count = ITEMS - side->count > 5 ? 5 : ITEMS - side->count;
            sent = await tarry_channel_send_many(side->channel, &items[side->count], (size_t)count);
        } else {
            int error = await tarry_channel_send(side->channel, side->count);
            sent = error ? error : 1;
        }
        if (sent < 0) {
            return (int)sent;
        }
        side->count += (int)sent;
    }
    return 0;
}

static async int receive_all(void *argument) {
    struct side *side = argument;
    for (;;) {
        int places[3];
        ptrdiff_t got = side->in_batches
                            ? await tarry_channel_receive_many(side->channel, places, 3)
                            : await tarry_channel_receive(side->channel, places);
        if (got <= 0) {
            return (int)got;
        }
        CHECK(side->count + got <= ITEMS);
        memcpy(&side->items[side->count], places, (size_t)got * sizeof *places);
        side->count += (int)got;
    }
}

static void check_items(const struct side *side) {
    for (int i = 0; i < side->count; i++) {
        CHECK(side->items[i] == i);
    }
}

// The sender is cancelled: what it says it sent, the receiver gets.
static async bool cancel_sender(unsigned n, int kind, bool in_batches) {
    int storage[2], result = 1, received = 1;
    ints channel;
    make(&channel, kind, storage);
    struct side sender = {&channel, .in_batches = in_batches};
    struct side receiver = {&channel, .in_batches = n % 3 == 0};
    bool cancelled = false;
    concurrent (s) {
        spawn (s) received = receive_all(&receiver);
        cancelled = await tarry_cancel_nth(n, send_all, &sender, &result);
        tarry_channel_close(&channel);
    }
    CHECK(result == 0 || (cancelled && result == -ECANCELED));
    CHECK(received == 0 && receiver.count == sender.count);
    check_items(&receiver);
    tarry_channel_destroy(&channel);
    return cancelled;
}

static async int cancel_then_receive(unsigned n, struct side *receiver, bool *out_cancelled) {
    int result = 1;
    *out_cancelled = await tarry_cancel_nth(n, receive_all, receiver, &result);
    CHECK(result == 0 || (*out_cancelled && result == -ECANCELED));
    return result == 0 ? 0 : await receive_all(receiver);
}

// The receiver is cancelled: what it has not got, the next one gets.
static async bool cancel_receiver(unsigned n, int kind, bool in_batches) {
    int storage[2], result = 1, sent = 1;
    ints channel;
    make(&channel, kind, storage);
    struct side sender = {&channel, .in_batches = n % 3 == 0};
    struct side receiver = {&channel, .in_batches = in_batches};
    bool cancelled = false;
    concurrent (s) {
        tarry_channel_open_senders(&channel, 1);
        concurrent (senders) {
            spawn (s) result = cancel_then_receive(n, &receiver, &cancelled);
            spawn (senders) sent = send_all(&sender);
        }
        tarry_channel_close_sender(&channel);
    }
    CHECK(result == 0 && sent == 0 && receiver.count == ITEMS);
    check_items(&receiver);
    tarry_channel_destroy(&channel);
    return cancelled;
}

// ---- first come, first served ----

static int served[8], served_count;

static async void receive_one(ints *channel, int who) {
    int n;
    CHECK(await tarry_channel_receive(channel, &n) == 1 && n == who);
    served[served_count++] = who;
}

static async void send_one(ints *channel, int who) {
    CHECK(await tarry_channel_send(channel, who) == 0);
    served[served_count++] = who;
}

static async void let_others_run(void) {
    for (int i = 0; i < 20; i++) {
        await tarry_yield();
    }
}

static void check_served(void) {
    CHECK(served_count == 5);
    for (int i = 0; i < served_count; i++) {
        CHECK(served[i] == i);
    }
    served_count = 0;
}

static async void test_order(int kind) {
    int storage[2], n;
    ints channel;
    make(&channel, kind, storage);
    concurrent (s) {
        for (int i = 0; i < 5; i++) {
            spawn (s) receive_one(&channel, i);
        }
        await let_others_run();
        for (int i = 0; i < 5; i++) {
            // Whoever waits is handed the item: it never lies where somebody else could take it.
            CHECK(tarry_channel_try_send(&channel, i) == 0);
            CHECK(tarry_channel_try_receive(&channel, &n) == -EAGAIN);
        }
    }
    check_served();
    if (kind == 3) {
        tarry_channel_destroy(&channel);
        return;
    }
    int capacity = (int)tarry_channel_capacity(&channel);
    concurrent (s) {
        for (int i = 0; i < 5; i++) {
            spawn (s) send_one(&channel, i);
        }
        await let_others_run();
        CHECK(served_count == capacity);
        for (int i = 0; i < 5; i++) {
            CHECK((int)tarry_channel_length(&channel) == (5 - i < capacity ? 5 - i : capacity));
            CHECK(tarry_channel_try_receive(&channel, &n) == 1 && n == i);
            // The place is the next sender's at once: nobody overtakes it.
            CHECK(i >= 5 - capacity || tarry_channel_try_send(&channel, 99) == -EAGAIN);
            await let_others_run();
        }
    }
    check_served();
}

// ---- threads that run no task ----

enum { THREAD_ITEMS = 2000 };

static void send_from_thread(void *argument) {
    ints *channel = argument;
    for (int i = 0; i < THREAD_ITEMS;) {
        int error = tarry_channel_try_send(channel, i);
        if (error == 0) {
            i++;
        } else {
            CHECK(error == -EAGAIN);
            sched_yield();
        }
    }
    tarry_channel_close_sender(channel);
}

static async void test_threads(int kind) {
    int storage[2], n, sum = 0, count = 0;
    ints channel;
    make(&channel, kind, storage);
    tarry_channel_open_senders(&channel, 2);
    struct tarry__thread threads[2];
    for (int i = 0; i < 2; i++) {
        CHECK(tarry__thread_start(&threads[i], "sender", send_from_thread, &channel) == 0);
    }
    while (await tarry_channel_receive(&channel, &n) > 0) {
        sum += n;
        count++;
    }
    CHECK(count == 2 * THREAD_ITEMS && sum == (THREAD_ITEMS - 1) * THREAD_ITEMS);
    tarry_channel_destroy(&channel); // while the last of them may still be about to return
    for (int i = 0; i < 2; i++) {
        tarry__thread_join(&threads[i]);
    }
}

// ---- memory ----

static int failing; // the allocation that fails, counted down
static int allocations;

static bool fails(size_t size) {
    (void)size;
    allocations++;
    return failing > 0 && --failing == 0;
}

static void test_memory(void) {
    typedef TARRY_CHANNEL(struct { char text[100]; }) texts;
    texts t;
    tarry__memory_fault_set(fails);
    failing = 1;
    CHECK(tarry_channel_init(&t, 5) == -ENOMEM && tarry_channel_capacity(&t) == 0);
    CHECK(tarry_channel_init(&t, SIZE_MAX / 50) == -ENOMEM);
    failing = 1;
    CHECK(tarry_channel_init(&t, TARRY_UNBOUNDED) == -ENOMEM && tarry_channel_capacity(&t) == 0);
    tarry_channel_destroy(&t);
    ints channel;
    CHECK(tarry_channel_init(&channel, TARRY_UNBOUNDED) == 0);
    int sent = 0, received = 0, n, some[2] = {-1, -1};
    failing = 1;
    while (tarry_channel_try_send(&channel, sent) == 0) { // up to the end of the first block
        sent++;
    }
    CHECK(sent > 8 && failing == 0);
    failing = 1;
    CHECK(tarry_channel_try_send_many(&channel, some, 2) == -ENOMEM);
    for (; sent < 100000; sent++) {
        CHECK(tarry_channel_try_send(&channel, sent) == 0);
    }
    CHECK(tarry_channel_length(&channel) == 100000);
    for (; received < sent; received++) {
        CHECK(tarry_channel_try_receive(&channel, &n) == 1 && n == received);
    }
    CHECK(tarry_channel_length(&channel) == 0);
    // Blocks are used again: no more are allocated for as many again, a few at a time.
    allocations = 0;
    for (int i = 0; i < 1000; i++) {
        for (int k = 0; k < 100; k++) {
            CHECK(tarry_channel_try_send(&channel, k) == 0);
        }
        for (int k = 0; k < 100; k++) {
            CHECK(tarry_channel_try_receive(&channel, &n) == 1 && n == k);
        }
    }
    CHECK(allocations <= 1);
    tarry__memory_fault_set(NULL);
    for (int i = 0; i < 1000; i++) {
        CHECK(tarry_channel_try_send(&channel, i) == 0);
    }
    tarry_channel_destroy(&channel); // with what lies in it
    tarry_channel_destroy(&channel);
    CHECK(tarry_channel_capacity(&channel) == 0);
}

// ---- misuse ----

static ints misused;

static async void wait_at_misused(void) {
    int n;
    (void)await tarry_channel_receive(&misused, &n);
}

static async int destroy_with_waiter(void) {
    concurrent (s) {
        spawn (s) wait_at_misused();
        await let_others_run();
        tarry_channel_destroy(&misused);
    }
    return 0;
}

static async int leave_too_often(void) {
    await tarry_yield();
    tarry_channel_close_sender(&misused);
    return 0;
}

static async int other_elements(void) {
    static long storage[4];
    int n;
    misused = (ints)TARRY_CHANNEL_INIT(storage);
    return await tarry_channel_receive(&misused, &n);
}

static void test_misuse(void) {
    EXPECT_MISUSE(destroy_with_waiter, "tarry_channel_destroy: tasks still wait",
                  "destroy_with_waiter (test_channel.c:");
    EXPECT_MISUSE(leave_too_often, "tarry_channel_close_sender: there is no open sender",
                  "leave_too_often (test_channel.c:");
    EXPECT_MISUSE(other_elements, "its storage has elements of another size", "other_elements");
}

typedef TARRY_CHANNEL(struct nothing{}) nothings;

static async int send_nothing(nothings *channel) {
    return await tarry_channel_send(channel, (struct nothing){});
}

// Elements without a size go from hand to hand, but not into a buffer.
static async void test_no_size(void) {
    nothings channel;
    CHECK(tarry_channel_init(&channel, 3) == -EINVAL && tarry_channel_capacity(&channel) == 0);
    CHECK(tarry_channel_init(&channel, TARRY_UNBOUNDED) == -EINVAL);
    CHECK(tarry_channel_init(&channel, 0) == 0);
    struct nothing place;
    int sent = -1;
    concurrent (s) {
        spawn (s) sent = send_nothing(&channel);
        CHECK(await tarry_channel_receive(&channel, &place) == 1);
    }
    CHECK(sent == 0);
    CHECK(tarry_channel_try_receive(&channel, &place) == -EAGAIN);
}

static async int test_all(void) {
    test_memory();
    await test_no_size();
    for (int kind = 0; kind < KINDS; kind++) {
        for (int batches = 0; batches < 2; batches++) {
            unsigned n = 1;
            while (await cancel_sender(n, kind, batches)) {
                n++;
            }
            CHECK(n > 2);
            for (n = 1; await cancel_receiver(n, kind, batches); n++) {
            }
            CHECK(n > 2);
        }
        await test_order(kind);
        await test_threads(kind);
    }
    return 0;
}

int main(void) {
    test_misuse();
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    CHECK(tarry_runtime_run(runtime, &test_all__function, &(struct test_all__future){.state = 0},
                            NULL) == 0);
    tarry_runtime_free(runtime);
    return 0;
}
