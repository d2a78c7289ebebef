// No goto into the block of a scope, nor into a deferred statement.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    goto in; // error: this goto jumps into the block of a scope
    concurrent (s) {
    in:
        await tarry_yield();
    }
    goto inside; // error: this goto jumps into a deferred statement
    {
        defer {
        inside:
            printf("deferred\n");
        }
    }
    return 0;
}
