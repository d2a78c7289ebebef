// A plain number of nanoseconds, where another unit was meant; and what is silent.
#include <tarry.h>

#define TIMEOUT 5

async int main(void) {
    int64_t measured = 7;
    await tarry_sleep(1); // warning: this is a duration of 1 nanosecond [L56, -Wtarry-duration]
    await (tarry_sleep)((500L)); // warning: this is a duration of 500 nanoseconds
    within (TIMEOUT) { // warning: this is a duration of 5 nanoseconds
        await tarry_sleep(999999); // warning: this is a duration of 999999 nanoseconds
    }
    concurrent (s) {
        spawn (s) tarry_sleep(30); // warning: this is a duration of 30 nanoseconds
    }

    await tarry_sleep(0);
    await tarry_sleep(-1);
    await tarry_sleep(1000000);
    await tarry_sleep(TARRY_NS(1));
    await tarry_sleep(measured);
    await tarry_sleep(2 * measured);
    await tarry_sleep_until(1);
    within (TARRY_US(20)) {
        await tarry_yield();
    }
    TARRY_DIAGNOSTIC(push)
    TARRY_DIAGNOSTIC(ignored "-Wtarry-duration")
    await tarry_sleep(1);
    TARRY_DIAGNOSTIC(pop)
    return (int)sizeof(tarry_until(5)) - 8;
}
