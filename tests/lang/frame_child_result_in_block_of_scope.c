// The variables of a scope's block are there until its children have ended, also where the block itself
// waits for nothing.
// expect: 6 3
#include <tarry.h>
#include <stdio.h>

static int sum;

static async int job(int n, int *at) {
    await tarry_yield();
    *at += n;
    return n;
}

async int main(void) {
    concurrent (s) {
        int total = 1, result = 0;
        int *at = &total;
        defer sum = total + result;
        spawn (s) result = job(2, at);
    }
    concurrent (s) {
        struct {
            int a[2];
        } pair = {{1, 2}};
        spawn (s) pair.a[0] = job(3, &pair.a[1]);
        sum += pair.a[1];
    }
    int outside = 1;
    concurrent (s) {
        {
            spawn (s) outside = job(3, &sum);
        }
    }
    printf("%d %d\n", sum, outside);
    return 0;
}
