// A lock that goes to a branch which nobody polls any more. Where a race leaves its losers
// suspended, a fair lock can be handed to one of them, and everybody behind it waits for ever: its
// own task too, which wants the same lock. Here the losers have ended before anything goes on.
//
//     tarrycc futurelock.c -o futurelock && ./futurelock
//
// The story is that of https://rfd.shared.oxide.computer/rfd/0609.
#include <stdio.h>
#include <tarry.h>

static async int use(struct tarry_mutex *lock, int *uses) {
    int error = await tarry_mutex_lock(lock);
    if (error < 0) {
        return error;
    }
    defer tarry_mutex_unlock(lock);
    await tarry_yield(); // it is held for a while
    ++*uses;
    return 0;
}

// Has the lock until told to let it go.
static async int keep(struct tarry_mutex *lock, struct tarry_event *kept, struct tarry_event *go) {
    int error = await tarry_mutex_lock(lock);
    if (error == 0) {
        tarry_event_set(kept);
        error = await tarry_event_wait(go);
        tarry_mutex_unlock(lock);
    }
    return error;
}

// While another task has the lock, waits for it with a time limit; the time is up, and it wants the
// lock again. That other task lets it go just then, so that it goes to whoever has waited longest.
static async int impatient(int *uses) {
    struct tarry_mutex lock = {0};
    struct tarry_event kept = {0}, go = {0};
    int first = 0, second = 0;
    parallel (s, .fail_fast = true) { // if there were no memory for the child
        spawn (s) keep(&lock, &kept, &go);
        await tarry_event_wait(&kept);
        race {
            when (first = await use(&lock, uses)) return 1; // that could not be
            when (await tarry_sleep(TARRY_US(1))) {
                // Had the first arm only been left where it was, it would be first in the line, and
                // this the end.
                tarry_event_set(&go);
                second = await use(&lock, uses);
            }
        }
    }
    return first < 0 ? second : 1; // the first was told, and went away with -ECANCELED
}

async int main(void) {
    int uses = 0, result = 0;
    for (int round = 0; round < 1000 && result == 0; round++) {
        result = await impatient(&uses);
    }
    printf("a thousand times the lock was lent, waited for in vain, and had: %d\n", uses);
    return result != 0 || uses != 1000;
}
