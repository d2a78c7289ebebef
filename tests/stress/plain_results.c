// What a child writes through its result, and into borrowed locals, without atomics, is seen by the
// parent after the scope: the end of a scope orders memory. (ThreadSanitizer sees it if it does
// not.)
// timeout: 60
#include <stdio.h>
#include <tarry.h>

struct part {
    long sum;
    int values[16];
};

static async long work(struct part *part, int from) {
    for (int i = 0; i < 16; i++) {
        part->values[i] = from + i;
        part->sum += from + i;
        if (i % 5 == 0) {
            await tarry_yield(); // and goes on, perhaps, on another worker
        }
    }
    return part->sum;
}

async int main(void) {
    for (int round = 0; round < 30; round++) {
        struct part parts[50] = {{0}};
        long results[50];
        parallel (s) {
            for (int i = 0; i < 50; i++) {
                spawn (s) results[i] = work(&parts[i], i + round);
            }
        }
        long sum = 0, wanted = 0;
        for (int i = 0; i < 50; i++) {
            sum += results[i] - parts[i].sum + parts[i].values[15];
            wanted += i + round + 15;
        }
        if (sum != wanted) {
            printf("round %d: %ld, not %ld\n", round, sum, wanted);
        }
    }
    printf("done\n");
    return 0;
}

// expect: done
