// Empty statements and empty blocks around awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    ;
    await tarry_yield();
    ;
    {
    }
    return x;
}

static async void nothing(void) {
    ;
}

async int main(void) {
    {
        {
            ;
        }
    }
    for (int i = 0; i < await later(3); i++)
        ;
    if (await later(1)) {
    } else {
    }
    await nothing();
    while (await later(0))
        ;
    printf("done\n");
    return 0;
}

// expect: done
