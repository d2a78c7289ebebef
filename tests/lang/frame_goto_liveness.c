// A goto leads back to an await behind which a variable is still read, or out of a block whose variable
// is not.
// expect: 3 12 | 4 | 7
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int back(void) {
    int rounds = 0, kept = 10;
again:
    rounds += await wait(1);
    if (rounds < 3) {
        kept++;
        goto again;
    }
    printf("%d %d | ", rounds, kept);
    return kept;
}

static async int out(int n) {
    {
        int inner = await wait(n);
        if (inner > 1) {
            n = inner + 2;
            goto end;
        }
        n = await wait(inner);
    }
end:
    await wait(0);
    return n;
}

static async int over(void) {
    int turn = 0;
top:
    await wait(0);
    if (turn > 0) {
        goto behind;
    }
    turn++;
    {
        int value = 5;
    behind:
        if (turn == 2) {
            return 7;
        }
        turn += value > 4;
    }
    goto top;
}

async int main(void) {
    await back();
    printf("%d | ", await out(2));
    printf("%d\n", await over());
    return 0;
}
