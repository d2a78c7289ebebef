// A library that calls back on a thread of its own, used from async code: an event is all that lies
// between.
//
//     tarrycc callback.c -o callback -pthread
//     ./callback
//
// Here it is a lookup service with one thread. (own_future.c makes a function of such a library
// that can be awaited as any other, with a future written by hand; an event takes three lines.)
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

// ---- the library: it knows nothing of Tarry ----

struct lookup {
    const char *name;
    void (*done)(void *data, const char *address); // on the library's thread; NULL: not found
    void *data;
    struct lookup *next;
};

static struct {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct lookup *first, **last;
    int ending;
} library;

static const char *find(const char *name) {
    static const char *const table[][2] = {{"ada", "10.0.0.1"}, {"grace", "10.0.0.2"}};
    for (int i = 0; i < 2; i++) {
        if (strcmp(table[i][0], name) == 0) {
            return table[i][1];
        }
    }
    return NULL;
}

static void *library_thread(void *unused) {
    (void)unused;
    pthread_mutex_lock(&library.mutex);
    for (;;) {
        struct lookup *lookup = library.first;
        if (lookup) {
            library.first = lookup->next;
            if (!library.first) {
                library.last = &library.first;
            }
            pthread_mutex_unlock(&library.mutex);
            usleep(2000); // it has to ask somebody
            lookup->done(lookup->data, find(lookup->name));
            pthread_mutex_lock(&library.mutex);
        } else if (library.ending) {
            break;
        } else {
            pthread_cond_wait(&library.changed, &library.mutex);
        }
    }
    pthread_mutex_unlock(&library.mutex);
    return NULL;
}

static int library_start(void) {
    pthread_mutex_init(&library.mutex, NULL);
    pthread_cond_init(&library.changed, NULL);
    library.last = &library.first;
    return -pthread_create(&library.thread, NULL, library_thread, NULL);
}

// lookup_begin asks; *lookup is the library's until it has called back.
static void lookup_begin(struct lookup *lookup) {
    lookup->next = NULL;
    pthread_mutex_lock(&library.mutex);
    *library.last = lookup;
    library.last = &lookup->next;
    pthread_cond_signal(&library.changed);
    pthread_mutex_unlock(&library.mutex);
}

static void library_stop(void) {
    pthread_mutex_lock(&library.mutex);
    library.ending = 1;
    pthread_cond_signal(&library.changed);
    pthread_mutex_unlock(&library.mutex);
    pthread_join(library.thread, NULL);
}

// ---- from async code ----

struct answer {
    const char *address;
    struct tarry_event there;
};

// On the library's thread. Setting the event is the last that is done with the answer, which is
// gone as soon as the task has read it.
static void on_found(void *data, const char *address) {
    struct answer *answer = data;
    answer->address = address;
    tarry_event_set(&answer->there);
}

// look_up returns 0 and the address, -ENOENT, or -ECANCELED.
static async int look_up(const char *name, const char **out_address) {
    struct answer answer = {0};
    struct lookup lookup = {.name = name, .done = on_found, .data = &answer};
    lookup_begin(&lookup);
    // The library has pointers to both, and no way to give a lookup up: whatever happens, it has to
    // call back before this function ends. What is deferred is waited for even in a cancelled task.
    defer await tarry_event_wait(&answer.there);
    int error = await tarry_event_wait(&answer.there);
    if (error < 0) {
        return error;
    }
    *out_address = answer.address;
    return answer.address ? 0 : -ENOENT;
}

static async void show(const char *name) {
    const char *address = NULL;
    int error = await look_up(name, &address);
    printf("%s: %s\n", name, error ? strerror(-error) : address);
}

async int main(void) {
    int error = library_start();
    if (error < 0) {
        return 1;
    }
    await show("ada");
    await show("bob");
    const char *names[] = {"grace", "ada"}, *addresses[2];
    int results[2];
    concurrent (s) { // both are asked for before the first is found
        for (int i = 0; i < 2; i++) {
            spawn (s) results[i] = look_up(names[i], &addresses[i]);
        }
    }
    for (int i = 0; i < 2 && results[i] == 0; i++) {
        printf("%s: %s\n", names[i], addresses[i]);
    }
    within (0) { // no time at all: cancelled, but not before the library has let go
        await show("grace");
    }
    else {
        printf("too late\n");
    }
    await blocking(library_stop());
    return 0;
}
