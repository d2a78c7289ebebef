// A do-while condition that awaits is run after every turn; continue goes to it.
#include <stdio.h>
#include <tarry.h>

static async int less(int x, int limit) {
    printf("%d<%d ", x, limit);
    if (x & 1) {
        await tarry_yield();
    }
    return x < limit;
}

async int main(void) {
    int i = 0;
    do {
        i++;
        if (i == 2) {
            continue;
        }
        printf("body(%d) ", i);
    } while (await less(i, 4));
    printf("end\n");
    do printf("once ");
    while (await less(9, 3));
    printf("end\n");
    do {
        if (i++ > 4) {
            break;
        }
    } while (await less(i, 100));
    printf("%d\n", i);
    return 0;
}

// expect: body(1) 1<4 2<4 body(3) 3<4 body(4) 4<4 end
// expect: once 9<3 end
// expect: 5<100 6
