// The options of a scope may await.
#include <stdio.h>
#include <tarry.h>
static async int later(int x) {
    await tarry_yield();
    return x;
}
async int main(void) {
    concurrent (s, .fail_fast = await later(1)) {
        printf("%d\n", 1);
    }
    return 0;
}
// options: -Wno-tarry-empty-scope
// expect: 1
