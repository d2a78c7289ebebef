// A variable declared without a value and set on only some paths before an await.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int value, other;
    for (int i = 0; i < 4; i++) {
        if (await later(i) % 2) {
            value = await later(i * 10);
        } else {
            value = -i;
            await tarry_yield();
        }
        other = value;
        await tarry_yield();
        printf("%d ", other + value);
    }
    printf("\n");
    return 0;
}

// expect: 0 20 -4 60
