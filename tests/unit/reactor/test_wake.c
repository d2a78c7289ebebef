// Waking: before the wait, during it, by storms of threads, from a signal handler. Never missed; a wait without a time ends.
#include "support.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

enum { THREADS = 4, WAKES = 20000 };

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;
static atomic_uint posted, answered;

static void *wake_and_await_answer(void *argument) {
    for (unsigned i = 0; i < WAKES / 10; i++) {
        unsigned mine = atomic_fetch_add(&posted, 1) + 1;
        tarry__reactor_wake(reactor);
        while (atomic_load(&answered) < mine) { // if a wake were missed, nobody would ever answer
            sched_yield();
        }
    }
    return argument;
}

static void *wake_only(void *argument) {
    for (unsigned i = 0; i < WAKES; i++) {
        atomic_fetch_add(&posted, 1);
        tarry__reactor_wake(reactor);
    }
    return argument;
}

static void storm(void *(*run)(void *), unsigned total) {
    pthread_t threads[THREADS];
    atomic_store(&posted, 0);
    atomic_store(&answered, 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, run, NULL), 0);
    }
    while (atomic_load(&answered) < total) {
        tarry__reactor_wait(reactor, -1);
        atomic_store(&answered, atomic_load(&posted));
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

static void on_alarm(int number) {
    (void)number;
    atomic_store(&posted, 1);
    tarry__reactor_wake(reactor);
}

static void signals(void) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    CHECK_EQUAL(sigaction(SIGALRM, &action, NULL), 0);
    for (int i = 0; i < 3; i++) {
        atomic_store(&posted, 0);
        ualarm(2000, 0);
        while (!atomic_load(&posted)) {
            tarry__reactor_wait(reactor, -1);
        }
    }
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

// Early is allowed only with a reason, and there is none.
static void timeouts(void) {
    const int64_t lengths[] = {1, 1000, 70000, 1500000};
    for (int i = 0; i < 4; i++) {
        int64_t begin = now(), until = begin + lengths[i];
        while (now() < until) {
            CHECK_EQUAL(tarry__reactor_wait(reactor, until - now() > 0 ? until - now() : 1), 0);
        }
    }
    for (int i = 0; i < 100; i++) {
        CHECK_EQUAL(tarry__reactor_wait(reactor, 0), 0);
    }
}

int main(void) {
    fixture_init(&fixture);
    tarry__reactor_wake(reactor);
    tarry__reactor_wake(reactor);
    tarry__reactor_wait(reactor, -1);
    timeouts();
    storm(wake_and_await_answer, THREADS * (WAKES / 10));
    storm(wake_only, THREADS * WAKES);
    signals();
    tarry__reactor_wait(reactor, 0);
    timeouts();
    fixture_destroy(&fixture);
    return 0;
}
