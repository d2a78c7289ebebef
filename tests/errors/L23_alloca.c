// alloca in a function that awaits.
#include <alloca.h>
#include <tarry.h>

async int main(void) {
    char *p = alloca(10); // error: does not outlive an await
    char *q = __builtin_alloca(10); // error: does not outlive an await
    p[0] = q[0] = 0;
    await tarry_yield();
    return p[0] + q[0];
}
