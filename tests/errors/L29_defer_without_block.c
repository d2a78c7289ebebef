// defer belongs to a block: not to the branch of an if, nor to the body of a loop.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    if (1)
        defer printf("if\n"); // error: defer must stand directly in a block
    for (int i = 0; i < 2; i++)
        defer printf("for\n"); // error: defer must stand directly in a block
    return 0;
}
