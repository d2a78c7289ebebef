// No scope, no race and no deferred statement in an arm's expression.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int n = 0;
    race {
        when (await tarry_sleep(({ concurrent (s) {} 1; }))) // error: holds one await, and no scope or race
            n++;
        when (await tarry_sleep(({ defer printf("x\n"); 1; }))) // error: no deferred statement in the expression of a `when`
            n++;
    }
    return n;
}
