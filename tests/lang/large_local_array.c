// A local array of one megabyte across awaits. (Fault 15.)
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async long fill(unsigned char *bytes, long size) {
    long sum = 0;
    for (long i = 0; i < size; i++) {
        bytes[i] = (unsigned char)i;
        if (i % 100000 == 0) {
            await tarry_yield();
        }
    }
    for (long i = 0; i < size; i++) {
        sum += bytes[i];
    }
    return sum;
}

async int main(void) {
    unsigned char bytes[1 << 20];
    memset(bytes, 0xff, sizeof bytes);
    printf("%ld\n", await fill(bytes, sizeof bytes));
    printf("%d %d\n", bytes[255], bytes[sizeof bytes - 1]);
    return 0;
}

// expect: 133693440
// expect: 255 255
