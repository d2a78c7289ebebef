// A wait group counts what is done on plain threads, and by tasks of another scope.
// options: -pthread
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static struct tarry_wait_group group;
static atomic_int done;

static void *work(void *unused) {
    atomic_fetch_add(&done, 1);
    tarry_wait_group_done(&group);
    return unused;
}

static async int work_too(void) {
    await tarry_sleep(TARRY_MS(1));
    work(NULL);
    return 0;
}

async int main(void) {
    printf("%d\n", await tarry_wait_group_wait(&group));
    parallel (s) {
        for (int i = 0; i < 4; i++) {
            tarry_wait_group_add(&group, 2);
            pthread_t thread;
            if (pthread_create(&thread, NULL, work, NULL) != 0) {
                return 1;
            }
            pthread_detach(thread);
            spawn (s) work_too();
        }
        printf("%d\n", await tarry_wait_group_wait(&group));
        printf("%d done, %u left\n", atomic_load(&done), tarry_wait_group_count(&group));
    }
    return 0;
}

// expect: 0
// expect: 0
// expect: 8 done, 0 left
