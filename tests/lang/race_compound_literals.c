// Literals and arrays passed to arms live as long as the race.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static async int sum(const struct point *p, const int *more) {
    if (await tarry_sleep(0) < 0)
        return -ECANCELED;
    return p->x + p->y + more[0] + more[1];
}

async int main(void) {
    int a = 0, b = 0;
    race {
        when (a = await sum(&(struct point){1, 2}, (int[]){10, 20})) printf("%d\n", a);
        when (b = await sum(&(struct point){3, 4}, (int[]){30, 40})) printf("%d\n", b);
    }
    printf("%d\n", b == -ECANCELED);
    return 0;
}

// expect: 33
// expect: 1
