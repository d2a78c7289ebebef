// `await spawn` wherever a statement may stand.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int r[8] = {0};
    concurrent (s, .limit = 1) {
        if (r[0] == 0)
            await spawn (s) r[0] = job(1);
        else
            await spawn (s) r[1] = job(100);
        for (int i = 2; i < 4; i++)
            await spawn (s) r[i] = job(i);
        switch (r[7]) {
        case 1:
            await spawn (s) r[4] = job(100);
            break;
        default:
            await spawn (s) r[5] = job(5);
        }
        do
            await spawn (s) r[6] = job(6);
        while (0);
    label:
        await spawn (s) r[7] = job(7);
        if (r[7] != 7 && r[4] == -1)
            goto label;
    }
    for (int i = 0; i < 8; i++)
        printf("%d ", r[i]);
    printf("\n");
    return 0;
}

// expect: 1 0 2 3 0 5 6 7
