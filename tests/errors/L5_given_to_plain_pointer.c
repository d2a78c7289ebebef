// An async function where a pointer to plain functions is wanted: called so, it would take its first argument for its context.
#include <stdlib.h>
#include <tarry.h>

static async int f(int x) {
    return x;
}

static async int compare(const void *a, const void *b) {
    return a > b;
}

struct plain_ops {
    int (*run)(int);
};

static const struct plain_ops ops = {f}; // error: incompatible
int (*pointer)(int) = f;                 // error: incompatible

static void plain(int (*callback)(int)) {
    (void)callback;
}

static void register_all(void) {
    plain(f); // error: incompatible
}

async int main(void) {
    int array[2] = {0};
    plain(f);                            // error: incompatible
    qsort(array, 2, sizeof(int), compare); // error: incompatible
    register_all();
    return await f(ops.run == pointer);
}
