#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    int sum = 0;
    // The loop is right in itself.
    parallel (s) for (int i = 0; i < 3; i++) // error: parallel needs a block
        spawn (s) job(i);
    return sum;
}
