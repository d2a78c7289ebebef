// A signal handler sets an event, on whatever thread the signal arrives; two tasks wait for it.
#include <signal.h>
#include <stdio.h>
#include <tarry.h>

static struct tarry_event interrupted;

static void on_signal(int number) {
    (void)number;
    tarry_event_set(&interrupted);
}

static async int wait_and_say(int number) {
    int error = await tarry_event_wait(&interrupted);
    printf("%d: %d\n", number, error);
    return error;
}

async int main(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGUSR1, &action, NULL);
    concurrent (s) {
        spawn (s) wait_and_say(1);
        spawn (s) wait_and_say(2);
        await tarry_yield();
        printf("%d\n", tarry_event_is_set(&interrupted));
        raise(SIGUSR1);
        printf("%d\n", tarry_event_is_set(&interrupted));
    }
    printf("%d\n", await tarry_event_wait(&interrupted));
    tarry_event_reset(&interrupted);
    within (0) {
        printf("%d\n", await tarry_event_wait(&interrupted) < 0);
    }
    else {
        printf("not again\n");
    }
    return 0;
}

// expect: 0
// expect: 1
// expect: 1: 0
// expect: 2: 0
// expect: 0
// expect: 1
// expect: not again
