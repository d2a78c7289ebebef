// An arm has to wait for something.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int n = 0;
    race {
        when (n == 0) // error: this `when` waits for nothing: it has no await
            printf("zero\n");
        when (sizeof(await tarry_sleep(TARRY_NS(1)))) // error: this `when` waits for nothing
            printf("one\n");
    }
    return n;
}
