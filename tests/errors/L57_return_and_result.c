// A return without a value where the caller gets one, and the other way round, which are errors in C.
#include <tarry.h>

typedef void nothing;

static async nothing wait(void) {
    await tarry_yield();
    return;
}

static async void stop(int n) {
    await tarry_yield();
    if (n > 1) {
        return (void)n;
    }
    return n; // error: this return has a value, and async function `stop` has no result [L57]
}

static async int first(int n) {
    if (n == 0) {
        return; // error: this return has no value, and async function `first` has a result [L57]
    }
    await stop(n);
    return n;
}

static async void *pointer(void) {
    await wait();
    return; // error: this return has no value, and async function `pointer` has a result [L57]
}

async int main(void) {
    await pointer();
    return await first(1);
}
