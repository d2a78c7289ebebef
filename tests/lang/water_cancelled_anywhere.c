// An atom of water cancelled at each place where it waits: at the semaphore, at the barrier, between two molecules. Another
// atom takes its place, every molecule comes about, and no permit is lost.
#include <stdio.h>
#include <tarry.h>

static struct tarry_semaphore hydrogens, oxygens;
static struct tarry_barrier barrier;
static int bonds;

static async int atom(struct tarry_semaphore *kind) {
    int error = await tarry_semaphore_acquire(kind, 1);
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(kind, 1);
    error = await tarry_barrier_wait(&barrier);
    if (error >= 0) {
        bonds++;
        error = 0;
    }
    return error;
}

static async int the_cancelled_one(void *kind) {
    return await atom(kind);
}

// Two molecules, one of whose atoms may be cancelled.
static async bool cancel_one(unsigned n, bool is_oxygen) {
    bool cancelled = false;
    concurrent (s) {
        for (int i = 0; i < (is_oxygen ? 4 : 3); i++) {
            spawn (s) atom(&hydrogens);
        }
        for (int i = 0; i < (is_oxygen ? 1 : 2); i++) {
            spawn (s) atom(&oxygens);
        }
        struct tarry_semaphore *kind = is_oxygen ? &oxygens : &hydrogens;
        int result;
        cancelled = await tarry_cancel_nth(n, the_cancelled_one, kind, &result);
        if (result < 0) {
            spawn (s) atom(kind);
        }
    }
    return cancelled;
}

async int main(void) {
    int places = 0;
    for (int is_oxygen = 0; is_oxygen < 2; is_oxygen++) {
        bool cancelled = true;
        for (unsigned n = 1; cancelled; n++) {
            bonds = 0;
            tarry_semaphore_init(&hydrogens, 2);
            tarry_semaphore_init(&oxygens, 1);
            tarry_barrier_init(&barrier, 3);
            cancelled = await cancel_one(n, is_oxygen);
            places += cancelled;
            if (bonds != 6 || tarry_semaphore_available(&hydrogens) != 2 ||
                tarry_semaphore_available(&oxygens) != 1) {
                printf("%d, cancelled at %u: %d bonds\n", is_oxygen, n, bonds);
                return 1;
            }
        }
    }
    printf("%d\n", places > 4);
    return 0;
}
// expect: 1
