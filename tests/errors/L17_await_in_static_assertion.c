// What is evaluated at compile time waits for nothing; the type of an await may be asked for (tests/lang).
#include <tarry.h>

static async int later(void) {
    await tarry_yield();
    return 1;
}

async int main(void) {
    _Static_assert(await later(), "1"); // error: await cannot stand in a static assertion [L17]
    _Static_assert(sizeof(await later()) == sizeof(int), "a size");
    _Static_assert(sizeof(int) == 4 || await later(), "1"); // error: await cannot stand in a static assertion [L17]
    return __builtin_choose_expr(sizeof(await later()) > 1, 1, await later()); // error: await cannot stand in __builtin_choose_expr [L17]
}
