// A lock that one of the paths to an await has forgotten: a warning, for the paths may be none that the program takes.
#include <pthread.h>
#include <stdbool.h>
#include <tarry.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int value;

static async int forgotten_on_error(int n) {
    pthread_mutex_lock(&mutex);
    if (n < 0) {
        value = n;
    } else {
        value += n;
        pthread_mutex_unlock(&mutex);
    }
    return await tarry_sleep(n); // warning: lock `&mutex`, taken in line 10, may be held across this await [L40, -Wtarry-lock]
}

static async int forgotten_before_continue(int n) {
    for (int i = 0; i < n; i++) {
        await tarry_yield(); // warning: lock `&mutex`, taken in line 23, may be held across this await
        pthread_mutex_lock(&mutex);
        if (value == i)
            continue;
        pthread_mutex_unlock(&mutex);
    }
    return 0;
}

static async int conditional(bool locks) {
    if (locks)
        pthread_mutex_lock(&mutex);
    await tarry_yield(); // warning: lock `&mutex`, taken in line 33, may be held across this await
    if (locks)
        pthread_mutex_unlock(&mutex);
    return 0;
}

static async int not_yet_asked(void) {
    int error = pthread_mutex_trylock(&mutex);
    await tarry_yield(); // warning: lock `&mutex`, taken in line 41, may be held across this await
    if (error == 0)
        pthread_mutex_unlock(&mutex);
    return 0;
}

static async int jumps_out(int n) {
    pthread_mutex_lock(&mutex);
    if (n > value)
        goto out;
    pthread_mutex_unlock(&mutex);
    n = 0;
out:
    await tarry_sleep(n); // warning: lock `&mutex`, taken in line 49, may be held across this await
    return n;
}

async int main(void) {
    await forgotten_on_error(1);
    await forgotten_before_continue(1);
    await conditional(true);
    await not_yet_asked();
    return await jumps_out(1);
}
