// A task that computes for ever, among many workers. It has to stop its own worker; it must not
// stop anybody else, not even the tasks it has started itself and which lie in its worker's queues.
//
//     tarrycc spinning.c -o spinning
//     TARRY_WORKERS=32 ./spinning          the others do all their work while it spins
//     TARRY_WORKERS=32 ./spinning alone    what it waits for can only run on its own worker, which
//                                          is its own mistake: TARRY_REPORT_BUSY=100 reports who
//                                          spins so long, and SIGQUIT (^\) tells where it hangs
//
// Elsewhere the task that was woken last waits in a slot of its worker, from which nobody else may
// take it. Here whatever lies behind a busy worker for a millisecond is taken.
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>

enum { OTHERS = 1000 };

static atomic_int at_work;

// Timers, descriptors, children: everything a task may wait for.
static async int work(int n) {
    int pair[2], doubled = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) {
        return -1;
    }
    defer tarry_close(pair[0]);
    defer tarry_close(pair[1]);
    for (int round = 0; round < 3; round++) {
        ssize_t got = 0;
        await tarry_sleep(TARRY_US(n));
        parallel (s) {
            spawn (s) got = tarry_read(pair[0], &doubled, sizeof doubled);
            n *= 2;
            if (await tarry_write_all(pair[1], &n, sizeof n) < 0) {
                return -1;
            }
        }
        if (got != sizeof n || doubled != n) {
            return -1;
        }
    }
    atomic_fetch_sub(&at_work, 1);
    return 0;
}

// Starts the others, from its own worker, and never waits: it computes until they are through.
static async unsigned long spin(struct tarry_scope *scope, int results[OTHERS]) {
    unsigned long turns = 0;
    for (int i = 0; i < OTHERS; i++) {
        spawn (*scope) results[i] = work(i);
    }
    fprintf(stderr, "spinning\n");
    while (atomic_load_explicit(&at_work, memory_order_relaxed) > 0 && !tarry_scope_error(scope)) {
        turns++;
    }
    return turns;
}

async int main(int argc, char **argv) {
    static int results[OTHERS];
    bool alone = argc > 1 && strcmp(argv[1], "alone") == 0;
    unsigned long turns = 0;
    int failed = 0;
    atomic_store(&at_work, OTHERS);
    if (alone) {
        concurrent (s) { // on one worker, taking turns: and it never lets them have one
            spawn (s) turns = spin(&s, results);
        }
    } else {
        parallel (s) {
            spawn (s) turns = spin(&s, results);
        }
    }
    for (int i = 0; i < OTHERS; i++) {
        failed += results[i] < 0;
    }
    fprintf(stderr, "it had spun %lu times by then\n", turns);
    printf("%d of %d did their work while it was spinning\n", OTHERS - failed, OTHERS);
    return failed > 0;
}
