// A cancelled task that does not listen, and begins one wait after the other, each of which is refused
// at once, lets the other tasks of its worker run all the same.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

typedef TARRY_CHANNEL(int) int_channel;

static bool over, all_over;

// Ends each loop of the stubborn one, if it gets to run.
static async void end_loops(void) {
    while (!all_over) {
        await tarry_yield();
        over = true;
    }
}

static async void begin_again(void) {
    struct tarry_mutex mutex = {0};
    struct tarry_semaphore semaphore = {0};
    struct tarry_rwlock rwlock = {0};
    struct tarry_barrier barrier = TARRY_BARRIER_INIT(2);
    struct tarry_notify notify = {0};
    struct tarry_event event = {0};
    struct tarry_wait_group group = {0};
    int_channel channel = {0};
    int got = 0;
    for (over = false; !over;) {
        got |= await tarry_mutex_lock(&mutex) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_semaphore_acquire(&semaphore, 1) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_rwlock_read_lock(&rwlock) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_barrier_wait(&barrier) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_notify_wait(&notify) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_event_wait(&event) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_wait_group_wait(&group) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_channel_send(&channel, 1) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_channel_receive(&channel, &got) != -ECANCELED;
    }
    for (over = false; !over;) {
        got |= await tarry_sleep(TARRY_SEC(1)) != -ECANCELED;
    }
    printf("%s\n", got ? "a wait was not refused" : "others ran");
    all_over = true;
}

async int main(void) {
    concurrent (s) {
        spawn (s) begin_again();
        spawn (s) end_loops();
        tarry_cancel(&s);
    }
    return 0;
}

// expect: others ran
