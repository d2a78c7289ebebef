// In a static assertion, as in __builtin_choose_expr, an await may stand where only its type is asked for.
#include <stdio.h>
#include <tarry.h>

static async double later(double x) {
    await tarry_yield();
    return x;
}

#define IS_DOUBLE(x) __builtin_types_compatible_p(__typeof__(x), double)
#define TAKE(x) ((x) + 0 * (int)sizeof(struct { _Static_assert(IS_DOUBLE(x), "a double"); int unused; }))

async int main(void) {
    _Static_assert(sizeof(await later(1)) == sizeof(double), "its size");
    printf("%.1f\n", TAKE(await later(2.5)));
    printf("%d\n", __builtin_choose_expr(IS_DOUBLE(await later(1)), 3, 4));
    return 0;
}

// expect: 2.5
// expect: 3
