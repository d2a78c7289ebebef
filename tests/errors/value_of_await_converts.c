// The value of an await is converted as any other, and the compiler says so, though the word is a macro of a system header.
// options: -Wconversion
#include <tarry.h>

static async double half(double x) {
    await tarry_yield();
    return x / 2;
}

static int take(int x) {
    return x;
}

async int main(void) {
    int set;
    set = await half(2);                                // warning: -Wfloat-conversion
    int begun = await half(2);                          // warning: -Wfloat-conversion
    int both[] = {await half(2),                        // warning: -Wfloat-conversion
                  await half(4)};                       // warning: -Wfloat-conversion
    return set + begun + both[0] + take(await half(6)); // warning: -Wfloat-conversion
}
