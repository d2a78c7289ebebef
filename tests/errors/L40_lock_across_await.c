// A lock that is held on every path to an await.
#include <pthread.h>
#include <stdio.h>
#include <tarry.h>
#include <threads.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static mtx_t plain;
static int value;

static async int simple(void) {
    pthread_mutex_lock(&mutex);
    value++;
    await tarry_yield(); // error: lock `&mutex`, taken in line 14, is held across this await [L40]
    pthread_mutex_unlock(&mutex);
    return 0;
}

static async int reader(int n) {
    if (pthread_rwlock_rdlock(&table) != 0)
        return -1;
    int error = await tarry_sleep(n); // error: lock `&table`, taken in line 22, is held across this await
    pthread_rwlock_unlock(&table);
    return error;
}

static async int deferred(void) {
    pthread_spin_lock(&spin);
    defer pthread_spin_unlock(&spin);
    if (value > 1)
        return await tarry_sleep(value); // error: lock `&spin`, taken in line 30, is held across this await
    return 0;
}

static async int c11(void) {
    mtx_lock(&plain);
    concurrent (s) { // error: lock `&plain`, taken in line 38, is held across the end of this block
        spawn (s) simple();
    }
    mtx_unlock(&plain);
    return 0;
}

static async int tried(void) {
    int error = pthread_mutex_trylock(&mutex);
    if (error == 0) {
        await tarry_yield(); // error: lock `&mutex`, taken in line 47, is held
        pthread_mutex_unlock(&mutex);
    }
    if (!pthread_rwlock_tryrdlock(&table)) {
        await tarry_yield(); // error: lock `&table`, taken in line 52, is held
        pthread_rwlock_unlock(&table);
    }
    return 0;
}

static async int both_branches(int n) {
    if (n > 0) {
        pthread_mutex_lock(&mutex);
        value = n;
    } else {
        pthread_mutex_lock(&mutex);
    }
    await tarry_yield(); // error: lock `&mutex`, taken in line
    pthread_mutex_unlock(&mutex);
    return 0;
}

static async int stream(FILE *out) {
    flockfile(out);
    await tarry_yield(); // error: lock `out`, taken in line 72, is
    funlockfile(out);
    return 0;
}

static void unlock_helper(int *n) {
    ++*n;
}

static async int unlocks_another(pthread_mutex_t *other) {
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(other);
        unlock_helper(&value);
        await tarry_yield();
        pthread_mutex_lock(other);
        await tarry_yield(); // error: lock `other`, taken in line 87, is held
        pthread_mutex_unlock(other);
    }
    return 0;
}

static async int locks_again(pthread_mutex_t *again, int n) {
    pthread_mutex_lock(again);
    if (n > 5) {
        pthread_mutex_unlock(again);
        await tarry_yield();
        pthread_mutex_lock(again);
    }
    await tarry_yield(); // error: is held across this await [L40]
    pthread_mutex_unlock(again);
    return 0;
}

async int main(void) {
    pthread_mutex_t other;
    await locks_again(&other, 1);
    await reader(1);
    await deferred();
    await c11();
    await tried();
    await both_branches(1);
    await stream(stdout);
    return await unlocks_another(&other);
}
