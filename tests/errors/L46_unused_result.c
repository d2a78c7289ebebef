// Results that must be looked at: of the library's reads and writes, and of the program's own functions that say so.
#include <tarry.h>

__attribute__((warn_unused_result)) static async int save(int n);
static async int save(int n) {
    return await tarry_sleep(n);
}
static async int load(int n) {
    return await tarry_sleep(n);
}

async int main(void) {
    char buffer[10];
    await tarry_read(0, buffer, sizeof buffer);         // warning: the result of `tarry_read` is not looked at
    await tarry_write_all(1, "hello", 5);               // warning: the result of `tarry_write_all` is not looked at
    await save(1);                                      // warning: the result of `save` is not looked at: how much it did, or that it failed [L46, -Wtarry-unused-result]
    await load(1);
    await tarry_sleep(TARRY_NS(1));
    int n = (await save(1), await save(2));             // warning: the result of `save` is not looked at
    n > 0 ? (void)0 : (void)await save(1);
    n > 0 && await save(1) > 0 ? await save(2) : n;     // warning: the result of `save` is not looked at
    for (await save(0); n < 0; await save(n))           // warning: the result of `save` is not looked at // warning: the result of `save` is not looked at
        n++;
    concurrent (s) {
        spawn (s) save(1);                              // warning: nobody learns the result of this `save`
        spawn (s) n = save(1);
        spawn (s) load(1);
    }
    return n;
}
