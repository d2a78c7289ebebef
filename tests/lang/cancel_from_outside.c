// What Tokio's CancellationToken does: an event, set by a signal handler or a plain thread, ends parts of the program by
// races; a part inside has an event of its own, and ends by both.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static struct tarry_event stop, stop_second;
static _Atomic int serving;

static void on_signal(int number) {
    (void)number;
    tarry_event_set(&stop);
}

static void *thread_main(void *event) {
    tarry_event_set(event);
    return NULL;
}

// run_until_cancelled: what f gives, or -ECANCELED once the event was set; f has ended then.
static async int until(struct tarry_event *event, async int (*f)(int), int n) {
    int result = 0, error = 0;
    race {
        when (result = await f(n)) return result;
        when (error = await tarry_event_wait(event)) return error < 0 ? error : -ECANCELED;
    }
    return result;
}

async int serve(int n) {
    int cleaned = 0;
    defer printf("%d cleaned up: %d\n", n, cleaned);
    defer cleaned += await tarry_sleep(TARRY_NS(1)) == 0;
    serving++;
    return await tarry_sleep(INT64_MAX);
}

async int quick(int n) {
    await tarry_yield();
    return n;
}

// A child token.
async int inner(int n) {
    return await until(&stop_second, serve, n);
}

async int main(void) {
    int first = 0, second = 0, last = 0;
    signal(SIGUSR1, on_signal);
    printf("%d\n", await until(&stop, quick, 5)); // expect: 5
    concurrent (s) {
        spawn (s) first = until(&stop, inner, 1);
        while (serving < 1)
            await tarry_yield();
        pthread_t thread;
        if (pthread_create(&thread, NULL, thread_main, &stop_second) != 0)
            return 1;
        await blocking(pthread_join(thread, NULL));
    }
    printf("%d\n", first == -ECANCELED); // expect: 1 cleaned up: 1
    tarry_event_reset(&stop_second);     // expect: 1
    concurrent (s) {
        spawn (s) first = until(&stop, serve, 2);
        while (serving < 2)
            await tarry_yield();
        spawn (s) second = until(&stop, inner, 2);
        while (serving < 3)
            await tarry_yield();
        kill(getpid(), SIGUSR1);
    }
    last = await until(&stop, serve, 3);
    // expect: 2 cleaned up: 1
    // expect: 2 cleaned up: 1
    // expect: 3 cleaned up: 1
    // expect: 1 1 1
    printf("%d %d %d\n", first == -ECANCELED, second == -ECANCELED, last == -ECANCELED);
    return 0;
}
