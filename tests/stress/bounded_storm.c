// Everything about a scope at once, thousands of times: a limit, spawns that wait for room from the block and from
// children, takers of results, calls on the blocking pool, failures that cancel it all, early exits. Every
// child that was started ends, no more than the limit live, no result is given out twice.
// timeout: 120
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { ROUNDS = 60 };
#else
enum { ROUNDS = 600 };
#endif
enum { JOBS = 30 };

struct round {
    int number;
    unsigned limit;
    atomic_int living, started, ended, over;
    atomic_int given[2 * JOBS];
    int results[2 * JOBS];
};

static int plain(int n) {
    return n;
}

static async int work(struct round *round, int n) {
    int living = atomic_fetch_add(&round->living, 1) + 1;
    if (living > (int)round->limit)
        atomic_fetch_add(&round->over, 1);
    atomic_fetch_add(&round->started, 1);
    defer {
        atomic_fetch_add(&round->ended, 1);
        atomic_fetch_sub(&round->living, 1);
    }
    int error = 0;
    switch ((n + round->number) % 4) {
    case 0:
        error = await tarry_sleep(n % 5 * 20000);
        break;
    case 1:
        error = await blocking(plain(0));
        break;
    case 2:
        await tarry_yield();
        break;
    }
    bool fails = round->number % 5 == 0 && n == round->number % JOBS;
    return error < 0 ? error : fails ? -EIO : n;
}

static async void spawn_more(struct tarry_scope *scope, struct round *round) {
    for (int i = JOBS; i < 2 * JOBS; i++)
        await spawn (*scope) round->results[i] = work(round, i);
}

static async void take(struct tarry_scope *scope, struct round *round) {
    for (int *result; (result = await tarry_next(scope));)
        atomic_fetch_add(&round->given[result - round->results], 1);
}

static async int storm(struct round *round) {
    parallel (s, .limit = round->limit, .fail_fast = true) {
        parallel (others) {
            spawn (others) spawn_more(&s, round);
            for (int i = 0; i < JOBS; i++) {
                await spawn (s) round->results[i] = work(round, i);
                if (i == 1)
                    spawn (others) take(&s, round);
                if (i == 2)
                    spawn (others) take(&s, round);
                if (round->number % 7 == 0 && i == round->number % JOBS)
                    return 1;
            }
        }
        if (round->number % 3)
            await take(&s, round);
    }
    return 0;
}

static async int check(int number) {
    static struct round rounds[ROUNDS];
    struct round *round = &rounds[number];
    *round = (struct round){.number = number, .limit = 1 + (unsigned)number % 6};
    int early = await storm(round);
    int wrong = atomic_load(&round->over) + atomic_load(&round->living) +
                (atomic_load(&round->started) != atomic_load(&round->ended));
    int given = 0;
    for (int i = 0; i < 2 * JOBS; i++) {
        wrong += atomic_load(&round->given[i]) > 1;
        given += atomic_load(&round->given[i]);
    }
    if (!early && round->number % 5 && round->number % 3)
        wrong += given != 2 * JOBS;
    return wrong;
}

async int main(void) {
    static int wrong[ROUNDS];
    int sum = 0;
    parallel (s, .limit = 4) {
        for (int i = 0; i < ROUNDS; i++)
            await spawn (s) wrong[i] = check(i);
    }
    for (int i = 0; i < ROUNDS; i++)
        sum += wrong[i];
    printf("%d\n", sum);
    return sum != 0;
}

// expect: 0
