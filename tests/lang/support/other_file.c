#include "other_file.h"

static async int pause_then(int x) {
    await tarry_yield();
    return x;
}

async int other_add(int a, int b) {
    if (a % 2) {
        await tarry_yield();
    }
    return a + await pause_then(b);
}

async struct other_pair other_pair(int first, int second) {
    await tarry_yield();
    return (struct other_pair){first, await pause_then(second)};
}

async void other_store(int *to, int value) {
    *to = await pause_then(value);
}

async const char *other_text(void) {
    return "text";
}

async double other_half(double x) {
    await tarry_yield();
    return x / 2;
}

async int other_calls_back(int x) {
    return 2 * await here(x);
}

async int other_calls_back_with(int x) {
    return await here(x);
}
