// Results that must be looked at, and are: tested, stored, passed on, thrown away on purpose, collected by a scope.
#include <stdio.h>
#include <tarry.h>

#ifdef __TARRYCC__ // as plain C, gcc and clang would find a spawn without a variable
#define MUST_USE __attribute__((warn_unused_result))
#else
#define MUST_USE
#endif

static async int MUST_USE save(int n) {
    await tarry_yield();
    return n;
}

static async int pass_on(int n) {
    return await save(n);
}

async int main(void) {
    (void)await save(1);
    if (await save(0))
        return 1;
    int n = await save(2), m;
    m = n + await save(3);
    for (int i = await save(1); i < await save(2); i += await save(1))
        n += ({ await save(4); });
    while (await save(0)) {
    }
    switch (await save(1)) {
    case 1:
        n++;
    }
    n += await save(0) ? 1 : await save(1);
    printf("%d %d %d\n", n, m, await pass_on(9));
    int error = 0;
    concurrent (s, .fail_fast = true) {
        spawn (s) save(-3);
        await tarry_yield();
        error = -3;
    }
    concurrent (s) {
        spawn (s) error = save(error);
    }
    printf("%d\n", error);
    return 0;
}
// expect: 8 5 9
// expect: -3
