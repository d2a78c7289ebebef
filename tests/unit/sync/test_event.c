// Events: set before, during and after waits begin; by tasks, by plain threads, by signal handlers; with
// waits cancelled meanwhile; and gone as soon as the last wait has returned.
#include <tarry.h>

#include "../runtime/future.h"
#include "base/system.h"
#include "base/thread.h"
#include "runtime/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

static void spin(unsigned *spins) {
    if (++*spins % 1000 == 0) {
        tarry__system_yield(); // there are fewer processors than threads
    } else {
        tarry__cpu_relax();
    }
}

// ---- one at a time ----

static async int set_later(struct tarry_event *event) {
    await tarry_yield();
    tarry_event_set(event);
    return 0;
}

static async int simple(void) {
    struct tarry_event event = {0};
    CHECK(!tarry_event_is_set(&event));
    tarry_event_set(&event);
    tarry_event_set(&event);
    CHECK(tarry_event_is_set(&event));
    CHECK(await tarry_event_wait(&event) == 0);
    CHECK(await tarry_event_wait(&event) == 0);
    tarry_event_reset(&event);
    tarry_event_reset(&event);
    CHECK(!tarry_event_is_set(&event));
    concurrent (s) {
        spawn (s) set_later(&event);
        CHECK(await tarry_event_wait(&event) == 0);
        CHECK(tarry_event_is_set(&event));
    }
    return 0;
}

static async int wait_and_count(struct tarry_event *event, int *results, int *count) {
    int result = await tarry_event_wait(event);
    results[(*count)++] = result;
    return result;
}

// A cancelled wait leaves the others waiting; one that was let through before is not cancelled.
static async int cancelled(void) {
    struct tarry_event event = {0};
    int results[8], count = 0, of_child[5];
    concurrent (all) {
        concurrent (outer) {
            spawn (all) of_child[0] = wait_and_count(&event, results, &count);
            spawn (outer) of_child[1] = wait_and_count(&event, results, &count);
            spawn (all) of_child[2] = wait_and_count(&event, results, &count);
            spawn (outer) of_child[3] = wait_and_count(&event, results, &count);
            await tarry_yield();
            CHECK(count == 0);
            tarry_cancel(&outer);
        }
        CHECK(count == 2 && of_child[1] == -ECANCELED && of_child[3] == -ECANCELED);
        concurrent (outer) {
            spawn (outer) of_child[4] = wait_and_count(&event, results, &count);
            await tarry_yield();
            tarry_event_set(&event);
            tarry_cancel(&outer);
            tarry_event_reset(&event); // whom it let through stays so
        }
        CHECK(of_child[4] == 0);
    }
    CHECK(of_child[0] == 0 && of_child[2] == 0 && count == 5);
    concurrent (s) { // born cancelled: not even if it is set
        tarry_event_set(&event);
        tarry_cancel(&s);
        CHECK(await tarry_event_wait(&event) == -ECANCELED);
    }
    within (0) {
        tarry_event_reset(&event);
        CHECK(await tarry_event_wait(&event) == -ECANCELED);
    }
    else {
        count = -1; // it says why
    }
    CHECK(count == -1);
    return 0;
}

static async int append(struct tarry_event *event, int number, int *list, int *count) {
    CHECK(await tarry_event_wait(event) == 0);
    list[(*count)++] = number;
    return 0;
}

// First come, first woken.
static async int order(void) {
    struct tarry_event event = {0};
    int list[20], count = 0;
    concurrent (s) {
        for (int i = 0; i < 20; i++) {
            spawn (s) append(&event, i, list, &count);
        }
        await tarry_yield();
        tarry_event_set(&event);
    }
    CHECK(count == 20);
    for (int i = 0; i < 20; i++) {
        CHECK(list[i] == i);
    }
    return 0;
}

// ---- set by threads: the event lives no longer than its wait ----

enum { SLOTS = 32 };

static _Atomic(struct tarry_event *) slots[SLOTS];
static atomic_bool over;

static void set_all(void *argument) {
    (void)argument;
    while (!atomic_load_explicit(&over, memory_order_acquire)) {
        for (int i = 0; i < SLOTS; i++) {
            struct tarry_event *event =
                atomic_exchange_explicit(&slots[i], NULL, memory_order_acquire);
            if (event) {
                tarry_event_set(event);
            }
        }
        tarry__system_yield(); // there are fewer processors than threads
    }
}

static async int ask(int slot, int times) {
    for (int i = 0; i < times; i++) {
        struct tarry_event event = {0};
        atomic_store_explicit(&slots[slot], &event, memory_order_release);
        for (unsigned spins = 0; i % 4 == 0 && !tarry_event_is_set(&event); spin(&spins)) {
            // so that the wait begins while it is being set
        }
        CHECK(await tarry_event_wait(&event) == 0);
        CHECK(is_left_alone(&event, sizeof event));
    }
    return 0;
}

static async int callbacks(int times) {
    parallel (s) {
        for (int i = 0; i < SLOTS; i++) {
            spawn (s) ask(i, times);
        }
    }
    return 0;
}

// ---- many waiters, some of them cancelled, events set and reset by tasks and a thread ----

enum { SHARED = 3, WAITERS = 12 };

static struct {
    struct tarry_event event;
    atomic_uint begun; // counted before the event is set
} shared[SHARED];
static atomic_uint cancelled_count, passed_count;

static void shared_set(int i) {
    atomic_fetch_add(&shared[i].begun, 1);
    tarry_event_set(&shared[i].event);
}

static unsigned next_random(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static async int wait_shared(int i, bool *out_ended) {
    int result = await tarry_event_wait(&shared[i].event);
    CHECK(result == 0 || result == -ECANCELED);
    CHECK(result != 0 || atomic_load(&shared[i].begun) > 0);
    *out_ended = true;
    return result;
}

static async int waiter(unsigned seed, int times) {
    for (int i = 0; i < times; i++) {
        int which = (int)(next_random(&seed) % SHARED), result = 1;
        bool ended = false;
        if (next_random(&seed) % 2) {
            result = await wait_shared(which, &ended);
            CHECK(result == 0);
        } else {
            concurrent (s) {
                spawn (s) result = wait_shared(which, &ended);
                for (unsigned k = next_random(&seed) % 3; k > 0; k--) {
                    await tarry_yield();
                }
                tarry_cancel(&s);
            }
        }
        CHECK(ended);
        atomic_fetch_add(result == 0 ? &passed_count : &cancelled_count, 1);
    }
    return 0;
}

static atomic_uint waiters_left;

static async int counted_waiter(unsigned seed, int times) {
    defer atomic_fetch_sub(&waiters_left, 1);
    return await waiter(seed, times);
}

static async int setter(unsigned seed) {
    while (atomic_load(&waiters_left) > 0) {
        int which = (int)(next_random(&seed) % SHARED);
        if (next_random(&seed) % 2) {
            shared_set(which);
        } else {
            tarry_event_reset(&shared[which].event);
        }
        await tarry_yield();
    }
    for (int i = 0; i < SHARED; i++) {
        shared_set(i);
    }
    return 0;
}

static void set_shared(void *argument) {
    (void)argument;
    unsigned seed = 7;
    while (!atomic_load_explicit(&over, memory_order_acquire)) {
        shared_set((int)(next_random(&seed) % SHARED));
        tarry_event_reset(&shared[next_random(&seed) % SHARED].event);
        tarry__system_yield();
    }
}

static async int storm(int times) {
    atomic_store(&waiters_left, WAITERS);
    parallel (s) {
        for (unsigned i = 0; i < WAITERS; i++) {
            spawn (s) counted_waiter(i * 77, times);
        }
        spawn (s) setter(1);
        spawn (s) setter(2);
    }
    return 0;
}

// ---- set by a signal handler, which may interrupt a poll that joins or leaves ----

static void on_signal(int number) {
    (void)number;
    static atomic_uint turn;
    shared_set((int)(atomic_fetch_add(&turn, 1) % SHARED));
}

static pthread_t interrupted;
static atomic_bool was_last; // signal

static void interrupt(void *argument) {
    (void)argument;
    while (!atomic_load_explicit(&over, memory_order_acquire)) {
        pthread_kill(interrupted, SIGUSR1);
        usleep(20);
    }
    atomic_store(&was_last, true);
}

static async int signal_waiter(unsigned seed, int times) {
    for (int i = 0; i < times; i++) {
        await waiter(seed + (unsigned)i, 1);
        tarry_event_reset(&shared[next_random(&seed) % SHARED].event);
    }
    return 0;
}

static async int signals(int times) {
    parallel (s) {
        for (unsigned i = 0; i < WAITERS; i++) {
            spawn (s) signal_waiter(i * 131, times);
        }
    }
    // ThreadSanitizer hangs if a handler runs while threads are joined, as they are next.
    atomic_store(&over, true);
    while (!atomic_load(&was_last)) {
        await tarry_yield();
    }
    atomic_store(&was_last, false);
    return 0;
}

// ---- a thread sets the event while the waits for it are cancelled ----

enum { CROWD = 200 };

static struct tarry_event crossed;
static atomic_int crossings_wanted, crossings;

static void cross(void *argument) {
    (void)argument;
    for (unsigned spins = 0; !atomic_load_explicit(&over, memory_order_acquire); spin(&spins)) {
        if (atomic_load(&crossings) != atomic_load(&crossings_wanted)) {
            tarry_event_set(&crossed);
            atomic_fetch_add(&crossings, 1);
        }
    }
}

// The thread is letting the crowd through; the event is reset, somebody else begins to wait, and the
// crowd is cancelled: too late.
static async int too_late(void) {
    int results[CROWD], result = 1;
    concurrent (all) {
        concurrent (crowd) {
            for (int i = 0; i < CROWD; i++) {
                spawn (crowd) results[i] = tarry_event_wait(&crossed);
            }
            await tarry_yield();
            atomic_fetch_add(&crossings_wanted, 1);
            for (unsigned spins = 0; !tarry_event_is_set(&crossed); spin(&spins)) {
            }
            tarry_event_reset(&crossed);
            spawn (all) result = tarry_event_wait(&crossed);
            tarry_cancel(&crowd);
        }
        for (int i = 0; i < CROWD; i++) {
            CHECK(results[i] == 0);
        }
        CHECK(result == 1);
        tarry_event_set(&crossed);
    }
    CHECK(result == 0);
    return 0;
}

static async int leave_and_ask(bool asks) {
    int result = await tarry_event_wait(&crossed);
    atomic_fetch_add(&crossings_wanted, asks);
    return result;
}

// While the crowd leaves, cancelled, the event is set: who is not cancelled is let through.
static async int stays(int asker) {
    int results[CROWD], result = 1;
    concurrent (all) {
        spawn (all) result = tarry_event_wait(&crossed);
        concurrent (crowd) {
            for (int i = 0; i < CROWD; i++) {
                spawn (crowd) results[i] = leave_and_ask(i == asker);
            }
            await tarry_yield();
            tarry_cancel(&crowd);
        }
    }
    for (int i = 0; i < CROWD; i++) {
        CHECK(results[i] == 0 || results[i] == -ECANCELED);
    }
    CHECK(result == 0);
    return 0;
}

static void all_crossed(void) {
    for (unsigned spins = 0; atomic_load(&crossings) != atomic_load(&crossings_wanted);
         spin(&spins)) {
    }
}

static async int crossing(int times) {
    for (int i = 0; i < times; i++) {
        await too_late();
        all_crossed();
        tarry_event_reset(&crossed);
        await stays(i * 37 % CROWD);
        all_crossed();
        tarry_event_reset(&crossed);
    }
    return 0;
}

static void run_crossing(unsigned workers) {
    RUN(crossing, workers, .times = scaled(100));
}

static void with_thread(void (*body)(void *), void (*run)(unsigned workers), unsigned workers) {
    struct tarry__thread thread;
    atomic_store(&over, false);
    CHECK(tarry__thread_start(&thread, "test", body, NULL) == 0);
    run(workers);
    atomic_store(&over, true);
    tarry__thread_join(&thread);
}

static void run_callbacks(unsigned workers) {
    RUN(callbacks, workers, .times = scaled(200));
}

static void run_storm(unsigned workers) {
    RUN(storm, workers, .times = scaled(600));
}

static void run_signals(unsigned workers) {
    RUN(signals, workers, .times = scaled(300));
}

int main(void) {
    RUN(simple, 1);
    RUN(cancelled, 1);
    RUN(order, 1);
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    interrupted = pthread_self();
    for (unsigned workers = 0; workers <= 1; workers++) {
        with_thread(set_all, run_callbacks, workers);
        with_thread(set_shared, run_storm, workers);
        with_thread(interrupt, run_signals, workers);
        with_thread(cross, run_crossing, workers);
    }
    CHECK(atomic_load(&cancelled_count) > 0 && atomic_load(&passed_count) > 0);
    return 0;
}
