// Words of the language are only words where they can be.
#include <stdio.h>
#include <tarry.h>

static int within_2(int within) {
    return within + 1;
}

async int main(void) {
    int within = 3, within_1 = 4;
    within
        = within_2(within) * (within);
    within (TARRY_SEC(1000))
        within
            = (int)await tarry_sleep(0) + within_1;
    printf("%d\n", within);
    return 0;
}

// expect: 4
