// Cases inside loops whose headers await.
#include <stdio.h>
#include <tarry.h>
static async int later(int x) {
    await tarry_yield();
    return x;
}
static async void pause_(void) {
    await tarry_yield();
}
async int main(void) {
    int n = 7, k = (n + 2) / 3;
    switch (n % 3) {
    case 0:
        do {
            printf("0 ");
            await pause_();
        case 2:
            printf("2 ");
            await pause_();
        case 1:
            printf("1 ");
        } while (await later(--k) > 0);
    }
    int i = 5;
    switch (i) {
        for (; i < await later(3); i++) {
        case 5:
            printf("i%d ", i);
            if (i == 5)
                i = -1;
        }
    }
    printf("\n");
    return 0;
}
// expect: 1 0 2 1 0 2 1 i5 i0 i1 i2
