// Prototypes of other libraries whose parameters are called async, as in uv.h, still compile.
#include <stdio.h>
#include <tarry.h>

typedef struct handle {
    int value;
} handle;

int handle_init(handle *async, int (*callback)(handle *async, int x));
int handle_init(handle *h, int (*callback)(handle *, int)) {
    return callback(h, h->value);
}

static int add(handle *h, int x) {
    return h->value + x;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    handle h = {await later(4)};
    printf("%d\n", handle_init(&h, add));
    return 0;
}

// expect: 8
