// No goto into a statement expression, with or without awaits in it.
#include <tarry.h>

async int main(void) {
    goto in; // error: this goto jumps into a statement expression
    int x = ({
        await tarry_yield();
    in:
        5;
    });
    return x;
}
