// Recursion through pointers: a function that is handed itself, two that call each other through a table, deep.
#include <stdio.h>
#include <tarry.h>

struct self {
    async long (*call)(const struct self *, long);
};

static async long sum(const struct self *self, long n) {
    if (n == 0) {
        await tarry_yield();
        return 0;
    }
    return n + await self->call(self, n - 1);
}

static async int even(int n);
static async int odd(int n);
static async int (*const table[])(int) = {even, odd};

static async int even(int n) {
    return n == 0 ? 1 : await table[1](n - 1);
}

static async int odd(int n) {
    return n == 0 ? 0 : await table[0](n - 1);
}

async int main(void) {
    const struct self self = {sum};
    printf("%ld\n", await self.call(&self, 100000));        // expect: 5000050000
    printf("%d %d\n", await even(10001), await table[1](10001)); // expect: 0 1
    return 0;
}
