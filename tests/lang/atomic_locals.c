// C11 atomics in the frame.
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static async int add(atomic_int *p, int n) {
    atomic_fetch_add(p, n);
    await tarry_yield();
    return atomic_load(p);
}

async int main(void) {
    atomic_int count = 1;
    _Atomic(long) other = 5;
    count += await add(&count, 10) - 11;
    other++;
    await tarry_yield();
    atomic_store(&other, other + 1);
    printf("%d %ld\n", count, (long)other);
    return 0;
}

// expect: 11 7
