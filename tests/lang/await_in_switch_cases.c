// Awaits inside the cases of a switch; break leaves the switch after them.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int run(int x) {
    int result = 0;
    switch (x) {
    case 1:
        result = await later(10);
        break;
    case 2: {
        int local = await later(20);
        result = local + await later(1);
        break;
    }
    case 3:
        if (await later(x) == 3) {
            result = 33;
            break;
        }
        result = -1;
        break;
    case 4:
        return await later(44);
    default:
        result = await later(-x);
    }
    return result;
}

async int main(void) {
    for (int i = 1; i <= 5; i++) {
        printf("%d ", await run(i));
    }
    printf("\n");
    return 0;
}

// expect: 10 21 33 44 -5
