// The block of a scope may await, and talk to its children through locals, while they run.
#include <stdio.h>
#include <tarry.h>

static async int produce(int *mailbox, int n) {
    for (int i = 1; i <= n; i++) {
        while (*mailbox != 0) {
            await tarry_yield();
        }
        *mailbox = i;
    }
    return n;
}

async int main(void) {
    int mailbox = 0, sum = 0, produced = 0;
    concurrent (s) {
        spawn (s) produced = produce(&mailbox, 10);
        for (int taken = 0; taken < 10; taken++) {
            while (mailbox == 0) {
                await tarry_yield();
            }
            sum = sum * 2 + mailbox;
            mailbox = 0;
        }
        printf("%d\n", sum);
    }
    printf("%d\n", produced);
    return 0;
}

// expect: 2036
// expect: 10
