// Static functions that are only awaited have no poll function in their descriptors; those that are also
// spawned, an arm of a race, or polled by hand have one.
// expect: embedded 3 3 3
// expect: spawned 7 7
// expect: raced 12 11
// expect: by hand 15
// expect: in a frame 6
#include <stdio.h>
#include <tarry.h>
#include <tarry/future.h>

static async int wait_twice(int n) {
    await tarry_yield();
    int more = n + 1;
    await tarry_yield();
    return more;
}

static async int embedded(int n) {
    int sum = await wait_twice(n);
    sum += await wait_twice(0);
    return sum;
}

static async int spawned(int n) {
    return await wait_twice(n + 1);
}

static async int raced(int n) {
    return await wait_twice(n) + await wait_twice(0);
}

static async int polled(int n) {
    await tarry_yield();
    return await embedded(n);
}

#ifndef __TARRYCC__ // what is made of it, for who reads this as plain C
struct polled__future {
    int result;
    unsigned short state;
    int n;
};
static bool polled__poll(struct polled__future *self, struct tarry_context *cx) {
    (void)cx;
    return polled(self->n) == 0;
}
#endif

struct by_hand__future {
    int result;
    unsigned short state;
    int n;
    struct polled__future child;
};

bool by_hand__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function by_hand__function;
async int by_hand(int n);

bool by_hand__poll(void *future, struct tarry_context *cx) {
    struct by_hand__future *self = future;
    if (self->state == 0) {
        self->child.n = self->n;
        self->child.state = 0;
        self->state = 1;
    }
    bool ended = polled__poll(&self->child, cx);
    if (ended) {
        self->result = self->child.result;
    }
    return ended;
}

const struct tarry_function by_hand__function = TARRY_FUTURE(by_hand, TARRY_FUTURE_RESULT(by_hand));

static async int count(int n) {
    return n == 0 ? 0 : n + await count(n - 1) + (await wait_twice(0) - 1);
}

async int main(void) {
    printf("embedded");
    for (int i = 0; i < 3; i++) {
        printf(" %d", await embedded(1));
    }
    int result;
    concurrent (s) {
        spawn (s) result = spawned(5);
    }
    int same = await spawned(5);
    printf("\nspawned %d %d\n", result, same);
    int first = 0, second = 0;
    race {
        when (first = await raced(10)) {
            second = await raced(9);
        }
        when (await tarry_sleep(TARRY_SEC(100))) {
        }
    }
    printf("raced %d %d\n", first, second);
    printf("by hand %d\n", await by_hand(13));
    printf("in a frame %d\n", await count(3));
    return 0;
}
