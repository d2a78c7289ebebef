// Spawns into a scope it is given, and takes its results; see scope_passed_to_another_file.c.
#include <tarry.h>

static async int square(int n) {
    await tarry_yield();
    return n * n;
}

async void spawn_squares(struct tarry_scope *scope, int *results, int count) {
    for (int i = 0; i < count; i++)
        await spawn (*scope) results[i] = square(i);
}

async int sum_results(struct tarry_scope *scope) {
    int sum = 0;
    for (int *result; (result = await tarry_next(scope));)
        sum += *result;
    return sum;
}
