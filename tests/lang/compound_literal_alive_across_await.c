// A compound literal lives as long as the block it stands in, through any number of awaits.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static async void scramble(int depth) {
    volatile int junk[16];
    for (int i = 0; i < 16; i++) {
        junk[i] = -1;
    }
    await tarry_yield();
    if (depth > 0) {
        await scramble(depth - 1);
    }
    (void)junk[3];
}

async int main(void) {
    struct point *p = &(struct point){3, 4};
    int *a = (int[]){5, 6, 7};
    const char *s = (char[]){"text"};
    int *single = &(int){8};
    await scramble(3);
    printf("%d %d %d %s %d\n", p->x, p->y, a[2], s, *single);
    p->x += 10;
    a[0]++;
    *single = a[0];
    await scramble(3);
    printf("%d %d %d %s %d\n", p->x, p->y, a[0], s, *single);
    return 0;
}

// expect: 3 4 7 text 8
// expect: 13 4 6 text 6
