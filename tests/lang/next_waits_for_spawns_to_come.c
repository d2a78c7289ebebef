// A child that `await spawn` waits to start counts as one that is left.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

static async void producer(struct tarry_scope *scope, int *results) {
    for (int i = 0; i < 50; i++)
        await spawn (*scope) results[i] = job(i);
}

async int main(void) {
    int results[50], count = 0, sum = 0;
    concurrent (s, .limit = 1) {
        concurrent (producers) {
            spawn (producers) producer(&s, results);
            await tarry_yield();
            for (int *result; (result = await tarry_next(&s)); count++)
                sum += *result;
        }
    }
    printf("%d %d\n", count, sum);
    return 0;
}

// expect: 50 1225
