// A variable that is written, or whose address is taken, through _Generic, __extension__ or
// __builtin_choose_expr is the same variable behind an await.
// expect: 5 6 7 8 9 10 11 12 13 14
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct triple {
    int of[3];
};

// Writes over what the callers' stack frames held.
static async void wait(void) {
    volatile char room[400];
    memset((void *)room, 0x5a, sizeof room);
    await tarry_yield();
    memset((void *)room, 0x5b, sizeof room);
}

static async int in_generic(void) {
    int x;
    _Generic(0, default : x) = 5;
    await wait();
    return x;
}

static async int parameter_in_generic(int x) {
    ++_Generic(x, int : x, default : 0);
    await wait();
    return x;
}

static async int address_of_generic(void) {
    int x = 1, *at = &_Generic(0, default : x);
    await wait();
    *at = 7;
    await wait();
    return x;
}

static async int array_in_generic(void) {
    struct triple t = {{1, 2, 3}};
    int *at = _Generic(0, default : t).of;
    await wait();
    at[1] = 8;
    await wait();
    return t.of[1];
}

static async int in_extension(void) {
    int x;
    __extension__ x = 9;
    await wait();
    return x;
}

static async int parameter_in_extension(int x) {
    (__extension__ x)++;
    await wait();
    return x;
}

static async int address_of_extension(void) {
    int x = 1, *at = &__extension__ x;
    await wait();
    *at = 11;
    await wait();
    return x;
}

static async int chosen(void) {
    int x, y = 0;
    __builtin_choose_expr(1, x, y) = 12;
    await wait();
    return x + y;
}

static async int parameter_chosen(int x) {
    __builtin_choose_expr(1, x, 0)++;
    await wait();
    return x;
}

static async int address_of_chosen(void) {
    int x = 1, y = 0, *at = &__builtin_choose_expr(1, x, y);
    await wait();
    *at = 14;
    await wait();
    return x + y;
}

async int main(void) {
    printf("%d ", await in_generic());
    printf("%d ", await parameter_in_generic(5));
    printf("%d ", await address_of_generic());
    printf("%d ", await array_in_generic());
    printf("%d ", await in_extension());
    printf("%d ", await parameter_in_extension(9));
    printf("%d ", await address_of_extension());
    printf("%d ", await chosen());
    printf("%d ", await parameter_chosen(12));
    printf("%d\n", await address_of_chosen());
    return 0;
}
