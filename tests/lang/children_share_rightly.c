// What children may get pointers to: what outlives them, parts of their own, atomics and locks, what they only read, what
// only one of them can get, what they take turns with.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

typedef _Atomic int counter_type;

static async int add(int *n, int amount) {
    await tarry_yield();
    return *n += amount;
}
static async int add_atomic(atomic_int *n, counter_type *m, _Atomic(int) *o, _Atomic int *p) {
    ++*n;
    ++*m;
    ++*o;
    return ++*p;
}
static async int locked(pthread_spinlock_t *lock, pthread_mutex_t *mutex) {
    pthread_spin_lock(lock);
    pthread_spin_unlock(lock);
    return pthread_mutex_lock(mutex) + pthread_mutex_unlock(mutex);
}
static async int sum(const int *numbers, int count) {
    return count > 0 ? numbers[0] + await sum(numbers + 1, count - 1) : 0;
}
static async int fill(int *numbers, int from, int to) {
    while (from < to) {
        await tarry_yield();
        numbers[from] = from;
        from++;
    }
    return to;
}
static async int job(int n) {
    return n;
}

// Each its own element or part; all the same, to read.
static async int parts(void) {
    int results[3], numbers[9], ends[3], first = 0, second = 0;
    parallel (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = job(i);
            spawn (s) ends[i] = fill(numbers, 3 * i, 3 * i + 3);
        }
        spawn (s) first = job(1);
        spawn (s) add(&second, 1);
    }
    const int constant = 4;
    int same[2] = {first, second}, total[2];
    parallel (s) {
        spawn (s) total[0] = sum(numbers, 9);
        spawn (s) total[1] = sum(numbers, 9);
        for (int i = 0; i < 2; i++)
            spawn (s) add(&same[i], 1);
        for (int i = 0; i < 2; i++)
            spawn (s) sum(&constant, 1);
        int in_block[2] = {0};
        spawn (s) add(&in_block[0], 1);
        spawn (s) add(&in_block[1], 1);
    }
    return total[0] + total[1] + same[0] + same[1] + results[2] + ends[0];
}

static async int atomics(void) {
    atomic_int n = 0;
    counter_type m = 0;
    _Atomic(int) o = 0;
    _Atomic int p = 0;
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    parallel (s) {
        for (int i = 0; i < 4; i++) {
            spawn (s) add_atomic(&n, &m, &o, &p);
            spawn (s) locked(&lock, &mutex);
        }
    }
    return n + m + o + p;
}

// Only one of several spawns is ever reached.
static async int one_of_them(int which) {
    int result = 0;
    parallel (s) {
        if (which == 0) {
            spawn (s) result = job(10);
        } else if (which == 1) {
            spawn (s) result = job(20);
        }
    }
    parallel (s) {
        switch (which) {
        case 2:
            spawn (s) result = job(30);
            break;
        case 3:
            spawn (s) result = job(40);
            break;
        }
    }
    parallel (s) {
        for (int i = 0; i < 3; i++) {
            if (i == which) {
                spawn (s) add(&result, i);
                break;
            }
        }
    }
    return result;
}

// A scope in a loop ends in each turn; children of a concurrent scope take turns.
static async int one_after_the_other(void) {
    int n = 0, result = 0;
    for (int i = 0; i < 3; i++) {
        parallel (s) {
            spawn (s) add(&n, i);
            spawn (s) result = job(i);
        }
    }
    concurrent (s) {
        for (int i = 0; i < 3; i++)
            spawn (s) add(&n, i);
    }
    parallel (s) {
        spawn (s) result = job(5);
        while (result != 5 && tarry_scope_error(&s) == 0) // whoever has the scope's address may know when to go on
            await tarry_yield();
        spawn (s) result = job(6);
    }
    return n + result;
}

struct request {
    int numbers[2], *place;
};

// What lives as long as the scope, wherever it was declared; what was allocated; what a pointer leads to.
static async int lifetimes(struct request *request, int parameter) {
    static int kept;
    int *pointer = &parameter, outer[2] = {0};
    struct request local = {.place = outer};
    concurrent (s) {
        int block = 0;
        for (int i = 0; i < 2; i++) {
            int *place = &outer[i], **places = &place;
            spawn (s) add(&kept, 1);
            spawn (s) add(&parameter, 1);
            spawn (s) add(&request->numbers[i], 1);
            spawn (s) add(&pointer[0], 1);
            spawn (s) add(place, 1);
            spawn (s) add(&place[0], 1);
            spawn (s) add(&places[0][0], 1);
            spawn (s) add(&local.place[i], 1);
            spawn (s) add(&block, 1);
            spawn (s) *place = job(i);
            concurrent (inner) {
                int short_lived = 0;
                spawn (inner) add(&short_lived, 1);
            }
        }
    }
    return kept + parameter + outer[0] + outer[1];
}

async int main(void) {
    printf("%d\n", await parts());
    printf("%d\n", await atomics());
    for (int i = 0; i < 4; i++)
        printf("%d\n", await one_of_them(i));
    printf("%d\n", await one_after_the_other());
    struct request request = {0};
    printf("%d\n", await lifetimes(&request, 1) > 0);
    return 0;
}
// expect: 81
// expect: 16
// expect: 10
// expect: 21
// expect: 32
// expect: 40
// expect: 12
// expect: 1
