// Names that generated code uses too.
#include <stdio.h>
#include <tarry.h>

static async int race_1(int arm_1) {
    await tarry_sleep(0);
    return arm_1;
}

static async int child(int result) {
    await tarry_sleep(INT64_MAX);
    return result;
}

async int main(void) {
    int arms = 0, winner = 0, race_2 = 3, within_1 = 4;
    await race_1(1);
    race {
        when (arms = await race_1(race_2)) printf("%d\n", arms);
        when (winner = await child(within_1)) printf("no\n");
    }
    int when = 5, within = 6; // no words where they cannot be
    printf("%d\n", winner + when + within);
    return 0;
}

// expect: 3
// expect: 15
