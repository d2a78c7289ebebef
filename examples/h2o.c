// Water: hydrogen and oxygen atoms come as tasks, in any order, and bond as two H and one O. A
// semaphore lets two hydrogens in, another one oxygen, and a barrier waits until the three are
// there. What one would write with threads, but an atom costs some hundred bytes.
//
//     tarrycc h2o.c -o h2o
//     ./h2o [molecules]
//
// The permits are given back only after bonding, so that the next three atoms cannot be at the
// barrier before all of these have bonded: every three lines that are printed are a molecule.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

struct water_factory {
    struct tarry_semaphore hydrogens, oxygens;
    struct tarry_barrier barrier;
};

static void bond(char atom, int number) {
    printf("bond %c%d!\n", atom, number);
}

static async int hydrogen(struct water_factory *factory, int number) {
    int error = await tarry_semaphore_acquire(&factory->hydrogens, 1); // lets at most two through
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(&factory->hydrogens, 1);
    error = await tarry_barrier_wait(&factory->barrier);
    if (error >= 0) {
        bond('h', number);
    }
    return error;
}

static async int oxygen(struct water_factory *factory, int number) {
    int error = await tarry_semaphore_acquire(&factory->oxygens, 1); // lets at most one through
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(&factory->oxygens, 1);
    error = await tarry_barrier_wait(&factory->barrier);
    if (error >= 0) {
        bond('o', number);
    }
    return error;
}

async int main(int argc, char **argv) {
    int molecules = argc > 1 ? atoi(argv[1]) : 10, error;
    struct water_factory factory = {
        .hydrogens = TARRY_SEMAPHORE_INIT(2),
        .oxygens = TARRY_SEMAPHORE_INIT(1),
        .barrier = TARRY_BARRIER_INIT(3),
    };
    // The factory is borrowed by all atoms: they end before it goes. If one cannot be made, the
    // others do not wait for it for ever.
    parallel (atoms, .fail_fast = true, .error = &error) {
        for (int i = 0; i < 2 * molecules; i++) {
            spawn (atoms) hydrogen(&factory, i);
        }
        for (int i = 0; i < molecules; i++) {
            spawn (atoms) oxygen(&factory, i);
        }
    }
    return error < 0;
}
