// Function-like macros: an argument with an await, used once, twice, not at all, and stringised.
#include <stdio.h>
#include <tarry.h>

static int runs;

static async int later(int x) {
    runs++;
    await tarry_yield();
    return x;
}

#define SQUARE(x) ((x) * (x))
#define IGNORE(x) 0
#define NAME(x) #x
#define LATER(x) await later(x)
#define CALL(function, ...) await function(__VA_ARGS__)
#define APPLY(macro, x) macro(x)

async int main(void) {
    printf("%d\n", SQUARE(await later(3)));
    printf("%d\n", IGNORE(await later(3)));
    printf("%s\n", NAME(await later(3)));
    printf("%d\n", LATER(4) + LATER(LATER(5)));
    printf("%d\n", CALL(later, 6));
    printf("%d\n", APPLY(LATER, 7) + APPLY(SQUARE, 2));
    printf("%d runs\n", runs);
    return 0;
}

// expect: 9
// expect: 0
// expect: await later(3)
// expect: 9
// expect: 6
// expect: 11
// expect: 7 runs
