// await in a function that is not async.
#include <tarry.h>

static async int f(int x) {
    return x;
}

int main(void) {
    return await f(0); // error: await outside async code
}
