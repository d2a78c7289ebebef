// A loop's variables live around the loop: read before written in the next round, or not.
// expect: 0 1 3 6 10 | 10 9 8 | 5 6 7
#include <stdio.h>
#include <tarry.h>

static async int next(int n) {
    await tarry_yield();
    return n + 1;
}

async int main(void) {
    int sum = 0;
    for (int i = 0; i < 5; i++) {
        int fresh = sum + i;
        sum = await next(fresh) - 1;
        printf("%d ", sum);
    }
    printf("| ");
    int last = sum, round = 0;
    while (round < 3) {
        int now = last;
        printf("%d ", now);
        round = await next(round);
        last = now - 1;
    }
    printf("|");
    int carried; // written at the end of a round, read at the beginning of the next
    int first = 1, count = 0;
    do {
        int value = first ? 5 : carried;
        first = 0;
        printf(" %d", value);
        carried = await next(value);
        count++;
    } while (count < 3);
    printf("\n");
    return 0;
}
