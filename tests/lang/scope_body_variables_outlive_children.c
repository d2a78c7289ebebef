// A variable of the scope's own block keeps its place until the children have ended, whatever else the frame is used for.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async int late(int *place, int turns) {
    for (int i = 0; i < turns; i++)
        await tarry_yield();
    *place += turns;
    return turns;
}

static int sum_of(const unsigned char *bytes, size_t size) {
    int sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += bytes[i];
    return sum;
}

async int main(void) {
    int total = 0, *outside = &total;
    concurrent (s) {
        int in_block = 0, results[4] = {0};
        for (int i = 0; i < 4; i++)
            spawn (s) results[i] = late(&in_block, i + 1);
        for (int turn = 0; turn < 3; turn++) {
            unsigned char big[64];
            memset(big, 1, sizeof big);
            await tarry_yield();
            total += sum_of(big, sizeof big);
        }
        outside = &in_block;
        defer printf("%d\n", *outside == in_block);
    }
    {
        unsigned char other[96];
        memset(other, 2, sizeof other);
        await tarry_yield();
        total += sum_of(other, sizeof other);
    }
    printf("%d\n", total);
    return 0;
}
// expect: 1
// expect: 384
