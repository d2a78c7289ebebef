// A call on the blocking pool as the arm of a race: a loser that runs is waited for, and its lvalue has
// its result; the winner's body sees everything ended.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static int slow(int n) {
    usleep(20000);
    return n;
}

static int quick(int n) {
    return n;
}

async int main(void) {
    int a = 0, b = 0, c = 0;
    race {
        when (a = await blocking(slow(1)))
            printf("slow %d\n", a);
        when ((b = await tarry_sleep(TARRY_SEC(3600))) == 0)
            printf("sleep %d\n", b);
    }
    printf("%d %d\n", a, b == -ECANCELED);
    race {
        when (await tarry_sleep(TARRY_US(100)))
            printf("sleep\n");
        when (a = await blocking(slow(2)))
            printf("slow\n");
        when (c = (int)await blocking((long)slow(3)))
            printf("slow\n");
    }
    printf("%d %d\n", a == 2 || a == -ECANCELED, c == 3 || c == -ECANCELED);
    for (int i = 0; i < 100; i++) {
        race {
            when (a = await blocking(quick(i)))
                b = 1;
            when (c = await blocking(quick(-i)))
                b = 2;
        }
        if ((a != i && a != -ECANCELED) || (c != -i && c != -ECANCELED))
            printf("wrong: %d %d\n", a, c);
    }
    return 0;
}

// expect: slow 1
// expect: 1 1
// expect: sleep
// expect: 1 1
