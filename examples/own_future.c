// A library that knows nothing of Tarry calls back from a thread of its own when it is done. A
// future written by hand makes that something to await.
//
//     tarrycc own_future.c -o own_future -pthread
//     ./own_future
//
// <tarry/future.h> is the manual. The future could as well stand in a file of plain C.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <tarry.h>
#include <tarry/future.h>
#include <unistd.h>

// ---- the library: it adds, slowly, and calls back ----

struct sum {
    int a, b;
    void (*done)(struct sum *sum, int result);
};

static void *add_slowly(void *argument) {
    struct sum *sum = argument;
    usleep(1000);
    sum->done(sum, sum->a + sum->b);
    return NULL;
}

static int sum_begin(struct sum *sum) {
    pthread_t thread;
    int error = pthread_create(&thread, NULL, add_slowly, sum);
    return error ? -error : pthread_detach(thread);
}

// ---- the future ----

struct add__future {
    int result;
    unsigned short state;
    int a, b;
    struct sum sum;
    struct tarry_waker waker;
};
bool add__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function add__function;

// add returns a + b; -EAGAIN if there is no thread for it; -ECANCELED if it was cancelled before it
// began: the library cannot stop what it has begun. Suspends.
async int add(int a, int b);

// On the library's thread. Firing is the last thing it does with the future, which may be gone
// right after.
static void add_done(struct sum *sum, int result) {
    struct add__future *self =
        (struct add__future *)((char *)sum - offsetof(struct add__future, sum));
    self->result = result;
    tarry_waker_fire(&self->waker);
}

bool add__poll(void *future, struct tarry_context *cx) {
    struct add__future *self = future;
    if (self->state == 0) {
        if (tarry_context_is_cancelled(cx)) {
            self->result = -ECANCELED;
            return true;
        }
        self->sum = (struct sum){self->a, self->b, add_done};
        self->state = 1;
        tarry_waker_arm(&self->waker, cx); // before the library can call back
        int error = sum_begin(&self->sum);
        if (error) {
            tarry_waker_disarm(&self->waker, cx);
            self->result = error;
            return true;
        }
    }
    return tarry_waker_has_fired(&self->waker, cx);
}

const struct tarry_function add__function = TARRY_FUTURE(add, TARRY_FUTURE_RESULT(add));

// ---- and its use ----

async int main(void) {
    int sums[3];
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) sums[i] = add(i, 10);
        }
    }
    printf("%d %d %d\n", sums[0], sums[1], sums[2]);
    printf("%d\n", await add(await add(1, 2), 3));
    return 0;
}
