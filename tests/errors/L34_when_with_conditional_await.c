// The await of an arm is evaluated in any case.
#include <tarry.h>

#define TRY(x)                                                                                     \
    ({                                                                                             \
        int value = (x);                                                                           \
        if (value < 0)                                                                             \
            return value;                                                                          \
        value;                                                                                     \
    })

async int main(void) {
    int n = 0;
    race {
        when (n && await tarry_sleep(TARRY_NS(1))) // error: the await of a `when` cannot depend on `&&` or `||`
            n++;
        when (n ? await tarry_sleep(TARRY_NS(1)) : 2) // error: the await of a `when` cannot depend on `?:`
            n++;
        when (TRY(await tarry_sleep(TARRY_NS(1)))) // error: the await of a `when` cannot stand in a statement expression
            n++;
        when (_Generic(n, int: await tarry_sleep(TARRY_NS(1)), default: 3)) // error: cannot stand in a _Generic selection
            n++;
        when ((await tarry_sleep(TARRY_NS(1)) && n) || n)
            n++;
    }
    return n;
}
