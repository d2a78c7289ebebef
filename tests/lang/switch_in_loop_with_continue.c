// continue inside a switch acts on the loop around it, break on the switch.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int i = 0;
    while (i < 6) {
        switch (await later(i++)) {
        case 1:
            continue;
        case 3:
            await later(1);
            continue;
        case 4:
            break;
        default:
            printf("[%d]", await later(i));
            break;
        }
        printf("%d ", i);
    }
    do {
        switch (await later(i)) {
        case 6:
            i = 9;
            continue;
        }
        i++;
    } while (i < 9);
    printf("%d\n", i);
    return 0;
}

// expect: [1]1 [3]3 5 [6]6 9
