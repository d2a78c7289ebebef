// What was called through a pointer is cancelled like any other call, and its frame is given back.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct waiter {
    async int (*wait)(int);
};

static async int wait(int n) {
    defer printf("left %d\n", n);
    int error = await tarry_sleep(INT64_MAX);
    return error == -ECANCELED ? n : -1;
}

static async int through(const struct waiter *w, int n) {
    return await w->wait(n);
}

static const struct waiter waiter = {wait};

async int main(void) {
    async int (*p)(const struct waiter *, int) = through;
    int results[2] = {0};
    concurrent (s) {
        spawn (s) results[0] = waiter.wait(1);
        spawn (s) results[1] = p(&waiter, 2);
        await tarry_sleep(TARRY_MS(1));
        tarry_cancel(&s);
    }
    // expect: left 2
    // expect: left 1
    printf("%d %d\n", results[0], results[1]); // expect: 1 2
    return 0;
}
