// An arm behind one that is always ready at once.
#include <tarry.h>

static async int constant(void) {
    return 1;
}
static async int indirect(int n) {
    return n > 0 ? await constant() : 0;
}
static async int waits(void) {
    return await tarry_sleep(TARRY_NS(1));
}

async int main(void) {
    int n = 0;
    race {
        when (n = await constant()) n++;
        when (await waits()) n--; // warning: this `when` never wins: `constant`, in the arm before it, awaits nothing, and is ready at once [L49, -Wtarry-unreachable-when]
    }
    race {
        when (await waits()) n++;
        when (await indirect(n) + 1) n--;
        when (await waits()) n = 0; // warning: this `when` never wins: `indirect`
        when (await waits()) n = 1;
    }
    return n;
}
