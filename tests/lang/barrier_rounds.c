// Tasks in step: each round ends for all before the next begins, and one of them is told that it was the last.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

enum { TASKS = 4, ROUNDS = 3 };

static struct tarry_barrier barrier = TARRY_BARRIER_INIT(TASKS);
static atomic_int sum;

static async int work(int number) {
    for (int round = 0; round < ROUNDS; round++) {
        atomic_fetch_add(&sum, number);
        if (await tarry_barrier_wait(&barrier) == 1) {
            printf("round %d: %d\n", round, atomic_load(&sum));
        }
        int result = await tarry_barrier_wait(&barrier); // nobody adds before it was printed
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

async int main(void) {
    parallel (s) {
        for (int i = 1; i <= TASKS; i++) {
            spawn (s) work(i);
        }
    }
    struct tarry_barrier pair;
    tarry_barrier_init(&pair, 2);
    int left = 0, first = -1, second = -1;
    race { // who waits in vain leaves
        when ((left = await tarry_barrier_wait(&pair)) == 0) {
            printf("never\n");
        }
        when (await tarry_sleep(0)) {
            printf("left: %d\n", left < 0);
        }
    }
    concurrent (s) {
        spawn (s) first = tarry_barrier_wait(&pair);
        spawn (s) second = tarry_barrier_wait(&pair);
    }
    printf("%d %d\n", first, second);
    return 0;
}

// expect: round 0: 10
// expect: round 1: 20
// expect: round 2: 30
// expect: left: 1
// expect: 0 1
