// spawn through pointers: variables, members, tables, void results, without a result, into a far scope.
#include <stdio.h>
#include <tarry.h>

struct ops {
    async int (*run)(int);
    async void (*end)(int *);
};

static async int slow(int x) {
    await tarry_sleep(TARRY_MS(x));
    return x;
}

static async int fast(int x) {
    return 100 + x;
}

static async void count(int *counter) {
    await tarry_yield();
    ++*counter;
}

static const struct ops ops[] = {{slow, count}, {fast, count}};

static async void far(struct tarry_scope *scope, async int (*p)(int), int *result) {
    spawn (*scope) *result = p(3);
}

async int main(void) {
    int results[6] = {0}, counter = 0;
    async int (*p)(int) = slow;
    concurrent (s) {
        spawn (s) results[0] = p(1);
        p = fast;
        spawn (s) results[1] = p(1);
        spawn (s) results[2] = (*ops[0].run)(2);
        for (int i = 0; i < 2; i++) {
            spawn (s) results[3 + i] = ops[i].run(i);
            spawn (s) ops[i].end(&counter);
        }
        spawn (s) p(7);
        await far(&s, p, &results[5]);
    }
    for (int i = 0; i < 6; i++)
        printf("%d ", results[i]);
    printf("%d\n", counter);
    // expect: 1 101 2 0 101 103 2
    parallel (s) {
        for (int i = 0; i < 6; i++)
            spawn (s) results[i] = ops[i % 2].run(i);
    }
    for (int i = 0; i < 6; i++)
        printf("%d ", results[i]);
    printf("\n");
    // expect: 0 101 2 103 4 105
    return 0;
}
