// Futures written by hand over the public headers only, in a file without async code: embedded, spawned, called through
// pointers, cancelled; woken by another task and by a foreign thread.
// files: future_by_hand.c
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include "support/future_by_hand.h"

static async int open_later(struct latch *latch) {
    await tarry_sleep(TARRY_NS(1000));
    latch_open(latch);
    return 0;
}

static async int through(async int (*p)(struct latch *), struct latch *latch) {
    return await p(latch);
}

async int main(void) {
    printf("%d %d\n", await countdown(3), await countdown(0)); // expect: 3 0
    await rest(2);
    struct latch latch = {0};
    int waited = 1, again = 1;
    concurrent (s) {
        spawn (s) waited = latch_wait(&latch);
        spawn (s) open_later(&latch);
        again = await latch_wait(&latch);
    }
    printf("%d %d %d\n", waited, again, await through(latch_wait, &latch)); // expect: 0 0 0
    struct latch closed = {0};
    concurrent (s) {
        spawn (s) waited = latch_wait(&closed);
        spawn (s) again = through(latch_wait, &closed);
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d %d\n", waited == -ECANCELED, again == -ECANCELED); // expect: 1 1
    int squares[20], wrong = 0;
    parallel (s) {
        for (int i = 0; i < 20; i++)
            spawn (s) squares[i] = square_elsewhere(i);
    }
    for (int i = 0; i < 20; i++)
        wrong += squares[i] != i * i;
    printf("%d %d\n", wrong, await square_elsewhere(12)); // expect: 0 144
    concurrent (s) {
        spawn (s) waited = square_elsewhere(-1); // never answered, but for its being cancelled
        await tarry_sleep(TARRY_NS(1000));
        tarry_cancel(&s);
    }
    printf("%d\n", waited == -ECANCELED); // expect: 1
    printf("%d\n", latches_waited_on());  // expect: 0
    return 0;
}
