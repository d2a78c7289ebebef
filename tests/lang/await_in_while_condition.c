// A while condition that awaits is run before every turn; continue goes back to it.
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
    while (await less(i, 4)) {
        i++;
        if (i == 2) {
            continue;
        }
        printf("body(%d) ", i);
    }
    printf("end\n");
    while (await less(i, 100) && i < 6) {
        i++;
    }
    printf("end\n");
    while (await less(9, 3)) {
        printf("never");
    }
    printf("end\n");
    return 0;
}

// expect: 0<4 body(1) 1<4 2<4 body(3) 3<4 body(4) 4<4 end
// expect: 4<100 5<100 6<100 end
// expect: 9<3 end
