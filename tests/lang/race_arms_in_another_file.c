// Arms whose functions are known by their prototypes only.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include <stdint.h>
async int support_add(int a, int b);
async int support_wait(int rounds, int value);
async void support_nothing(int rounds);

async int main(void) {
    int a = 0, b = 0, c = 0;
    race {
        when (a = await support_wait(5, 1)) printf("a\n");
        when (b = await support_wait(2, 2)) printf("b\n");
        when (await support_nothing(9)) printf("nothing\n");
    }
    printf("%d %d\n", a == -ECANCELED, b);
    race {
        when (a = await support_wait(5, 1)) printf("a\n");
        when (b = await support_add(1, 2)) printf("b\n");
        when (c = await support_add(3, 4)) printf("c\n");
    }
    printf("%d %d %d\n", a == -ECANCELED, b, c == -ECANCELED);
    for (int i = 0; i < 1000; i++) {
        race {
            when (await support_wait(i % 3, 1)) c++;
            when (await support_wait(1, 1)) c--;
        }
    }
    printf("%d\n", c + ECANCELED);
    return 0;
}

// expect: b
// expect: 1 2
// expect: b
// expect: 1 3 1
// expect: 334

// files: race_support.c
