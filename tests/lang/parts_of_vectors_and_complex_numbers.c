// Elements of vectors and parts of complex numbers that are written one by one are there behind an
// await.
// expect: 1 2 4 | 1 9 4 | 3 7 | 8 2 | 1 6
#include <stdio.h>
#include <string.h>
#include <tarry.h>

typedef int four __attribute__((vector_size(16)));

// Writes over what the callers' stack frames held.
static async void wait(void) {
    volatile char room[400];
    memset((void *)room, 0x5a, sizeof room);
    await tarry_yield();
    memset((void *)room, 0x5b, sizeof room);
}

static async void elements(void) {
    four v;
    v[0] = 1;
    v[1] = 2;
    v[2] = 3;
    v[3] = 4;
    await wait();
    printf("%d %d %d | ", v[0], v[1], v[3]);
}

static async void of_parameter(four v) {
    v[1] = 9;
    await wait();
    printf("%d %d %d | ", v[0], v[1], v[3]);
}

static async void parts(void) {
    double _Complex z;
    __real__ z = 3;
    __imag__ z = 7;
    await wait();
    printf("%d %d | ", (int)__real__ z, (int)__imag__ z);
}

static async void part_of_parameter(double _Complex z) {
    __real__ z = 8;
    await wait();
    printf("%d %d | ", (int)__real__ z, (int)__imag__ z);
}

static async void address_of_part(void) {
    double _Complex z = 1;
    double *at = &__imag__ z;
    await wait();
    *at = 6;
    await wait();
    printf("%d %d\n", (int)__real__ z, (int)__imag__ z);
}

async int main(void) {
    four v = {1, 2, 3, 4};
    double _Complex z = 1;
    __imag__ z = 2;
    await elements();
    await of_parameter(v);
    await parts();
    await part_of_parameter(z);
    await address_of_part();
    return 0;
}
