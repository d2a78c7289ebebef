// const scalars, pointers, arrays and structs across awaits, also those initialised by an await.
#include <stdio.h>
#include <tarry.h>

struct limits {
    const int low;
    int high;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static int sum(const int *a, int n) {
    int total = 0;
    while (n > 0) {
        total += a[--n];
    }
    return total;
}

async int main(void) {
    const int one = 1, two = await later(2);
    const int table[] = {one, two, await later(3)};
    const char name[] = "const", *const pointer = name;
    const struct limits limits = {two, await later(9)};
    struct limits half = {.low = await later(4), .high = 5};
    const double fraction = two / 4.0;
    int const volatile odd = await later(7);
    await tarry_yield();
    half.high++;
    printf("%d %d %d\n", one, two, sum(table, 3));
    printf("%s %d %d %d %d\n", pointer, limits.low, limits.high, half.low, half.high);
    printf("%.1f %d\n", fraction, odd);
    for (int i = 0; i < 2; i++) {
        const int square = await later(i) * i;
        const int *const where = &square;
        await tarry_yield();
        printf("%d ", *where);
    }
    printf("\n");
    return 0;
}

// expect: 1 2 6
// expect: const 2 9 4 6
// expect: 0.5 7
// expect: 0 1
