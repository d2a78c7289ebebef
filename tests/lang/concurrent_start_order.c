// Children start in the order they were spawned, once the block waits or ends.
#include <stdio.h>
#include <tarry.h>

static async void child(int n) {
    printf("start %d\n", n);
    await tarry_sleep(TARRY_MS(1));
}

async int main(void) {
    concurrent (s) {
        spawn (s) child(1);
        spawn (s) child(2);
        printf("block\n");
        await tarry_yield();
        printf("block again\n");
        spawn (s) child(3);
        spawn (s) child(4);
        printf("block ends\n");
    }
    printf("after\n");
    return 0;
}

// expect: block
// expect: start 1
// expect: start 2
// expect: block again
// expect: block ends
// expect: start 3
// expect: start 4
// expect: after
