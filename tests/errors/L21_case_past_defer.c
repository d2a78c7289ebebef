// A switch does not jump past a defer, nor into a scope.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int x = 1;
    switch (x) {
    case 0:
        defer printf("deferred\n");
        break;
    case 1: // error: the switch jumps past a defer
        break;
    }
    switch (x) {
        concurrent (s) {
        case 2: // error: the switch jumps into the block of a scope
            await tarry_yield();
        }
    }
    return 0;
}
