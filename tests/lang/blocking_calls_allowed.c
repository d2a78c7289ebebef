// TARRY_DIAGNOSTIC turns a warning off where the program means it, and only there.
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

#define LONG_SLEEP(n)                                                                                                  \
    TARRY_DIAGNOSTIC(push) TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking") usleep(n); TARRY_DIAGNOSTIC(pop)

TARRY_DIAGNOSTIC(push)
TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking")
static async int sleeper(void) {
    usleep(1);
    await tarry_yield();
    usleep(1);
    return 1;
}
TARRY_DIAGNOSTIC(pop)

TARRY_DIAGNOSTIC(ignored "-Wtarry")
TARRY_DIAGNOSTIC(warning "-Wtarry")

async int main(void) {
    int n = await sleeper();
    LONG_SLEEP(1)
TARRY_DIAGNOSTIC(push)
TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking")
    usleep(1);
TARRY_DIAGNOSTIC(pop)
    printf("%d\n", n);
    return 0;
}
// expect: 1
