// The address of what belongs to the thread, behind an await.
// options: -Werror=tarry-thread-local
#include <errno.h>
#include <stdint.h>
#include <tarry.h>

static _Thread_local int counter, *other;
static __thread struct {
    int numbers[4];
} numbers;

static async int count(int *n) {
    ++*n;
    await tarry_yield();
    return *n;
}

static async int kept(void) {
    int *mine = &counter; // error: the address of thread-local `counter` is kept across an await
    ++*mine;
    await tarry_yield();
    return *mine;
}

static async int kept_errno(void) {
    int *error;
    error = &errno; // error: the address of `errno` is kept across an await
    await tarry_yield();
    *error = 0;
    return 0;
}

static async int on_some_path(int n) {
    static _Thread_local int local;
    int *place = &n;
    if (n > 2)
        place = &local; // error: the address of thread-local `local` is kept across an await
    for (int i = 0; i < n; i++) {
        *place += i;
        await tarry_yield();
    }
    return *place;
}

static async int passed_on(void) {
    int n = await count(&counter);          // error: the address of thread-local `counter` is given to an async call
    n += await count(&numbers.numbers[2]);  // error: the address of thread-local `numbers` is given to an async call
    concurrent (s) {
        spawn (s) count((int *)&counter);   // error: the address of thread-local `counter` is given to a child
        spawn (s) count(&errno);            // error: the address of `errno` is given to a child
    }
    return n;
}

async int main(void) {
    await kept();
    await kept_errno();
    await on_some_path(1);
    return await passed_on();
}
