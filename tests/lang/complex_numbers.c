// _Complex locals, parameters and results.
#include <complex.h>
#include <stdio.h>
#include <tarry.h>

static async double complex square(double complex z) {
    await tarry_yield();
    return z * z;
}

static async float complex conjugate(float complex z) {
    return conjf(z);
}

async int main(void) {
    double complex z = 1 + 2 * I;
    float complex f = await conjugate(3 - 4 * I);
    z += await square(z);
    __real__ z += await square(2);
    await tarry_yield();
    printf("%.0f %.0f %.0f %.0f\n", creal(z), cimag(z), crealf(f), cimagf(f));
    printf("%.0f\n", __imag__(await square(1 + I)));
    return 0;
}

// expect: 2 6 3 4
// expect: 2
