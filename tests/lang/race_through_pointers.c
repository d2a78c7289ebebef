// Arms that call through pointers to async functions; what they need is evaluated before the race.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct handler {
    async int (*run)(int waits, int value);
    int waits;
};

static async int fast(int waits, int value) {
    (void)waits;
    return value;
}

static async int waiting(int waits, int value) {
    while (waits-- > 0)
        if (await tarry_sleep(0) < 0)
            return -ECANCELED;
    return value;
}

static async void nothing(int waits) {
    await waiting(waits, 0);
}

static async double real(double x) {
    await tarry_sleep(0);
    return x;
}

async int main(void) {
    struct handler table[] = {{waiting, 5}, {waiting, 2}, {fast, 0}};
    async void (*quiet)(int) = nothing;
    async double (*number)(double) = real;
    int r[3] = {0}, i = 0, wins = 0;
    double d = 1;
    race {
        when (r[0] = await table[i].run(table[i].waits, i + 10)) printf("no\n");
        when (r[1] = await table[1].run(2, ++i + 10)) printf("%d\n", r[1]);
        when (await quiet(7)) printf("no\n");
    }
    printf("%d %d\n", r[0] == -ECANCELED, i);
    race {
        when (r[0] = await table[0].run(9, 1)) printf("no\n");
        when (r[2] = await table[2].run(0, 33)) printf("%d\n", r[2]);
        when (d = await number(2)) printf("no\n");
    }
    printf("%d %g\n", r[0] == -ECANCELED, d);
    for (int k = 0; k < 300; k++) {
        race {
            when (await table[k % 2].run(1 + k % 3, 1)) wins++;
            when (await waiting(2, 1)) wins += 1000;
        }
    }
    printf("%d\n", wins);
    return 0;
}

// expect: 11
// expect: 1 1
// expect: 33
// expect: 1 0
// expect: 100200
