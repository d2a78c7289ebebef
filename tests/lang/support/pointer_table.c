#include "pointer_table.h"

static async int secret(int x) {
    return x + 100;
}

const struct service services[2] = {{"shared", shared, 0}, {"private", secret, 0}};

async int shared(int x) {
    await tarry_yield();
    return x + 10;
}

async int call_back(async int (*callback)(int), int x) {
    return await callback(x);
}

int is_shared(async int (*p)(int)) {
    return p == shared;
}

sleeping *sleeper(void) {
    return tarry_sleep;
}
