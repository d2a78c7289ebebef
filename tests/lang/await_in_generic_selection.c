// Only the selected association of _Generic is evaluated; it may await, and the others may too.
#include <stdio.h>
#include <tarry.h>

static int runs;

static async int whole(int x) {
    runs++;
    await tarry_yield();
    return x + 1;
}

static async double real(double x) {
    runs++;
    return x + 0.5;
}

#define next(x) _Generic((x), int : await whole((int)(x)), double : await real(x))

async int main(void) {
    int i = 1;
    double d = 1;
    printf("%d\n", _Generic(i, int : await whole(5), default : 0));
    printf("%d\n", _Generic(d, int : await whole(5), default : 7));
    printf("%d %.1f\n", next(i), next(d));
    printf("%d runs\n", runs);
    return 0;
}

// expect: 6
// expect: 7
// expect: 2 1.5
// expect: 3 runs
