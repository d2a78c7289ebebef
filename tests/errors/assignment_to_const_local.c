// A const local stays const in an async function, also when it lives across an await.
#include <tarry.h>

async int main(void) {
    const int x = 1;
    const int table[2] = {1, 2};
    await tarry_yield();
    x = 2;        // error: assign
    table[0] = 3; // error: assign
    return x + table[0];
}
