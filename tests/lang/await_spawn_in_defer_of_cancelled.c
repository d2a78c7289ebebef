// In a deferred statement `await spawn` waits for room though the task is cancelled.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    int error = await tarry_sleep(TARRY_US(100));
    return error ? 0 : n;
}

static async void work(void) {
    defer {
        int results[5] = {0};
        concurrent (s, .limit = 1) {
            for (int i = 0; i < 5; i++)
                await spawn (s) results[i] = job(i + 1);
        }
        printf("%d %d\n", results[0], results[4]);
    }
    await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    concurrent (s) {
        spawn (s) work();
        await tarry_yield();
        tarry_cancel(&s);
    }
    return 0;
}

// expect: 1 5
