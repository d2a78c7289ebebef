// Arms that are ready at once where that hides nothing: behind the others, in a fair race, or only now and then.
#include <stdio.h>
#include <tarry.h>

static async int ready(void) {
    return 1;
}
static async int now_and_then(int n) {
    if (n > 0)
        await tarry_sleep(TARRY_MS(1));
    return n;
}
static async int with_children(void) {
    int n = 0;
    concurrent (s) {
        spawn (s) n = now_and_then(1);
    }
    return n;
}
static async int again_and_again(int n) {
    return n == 0 ? 0 : await again_and_again(n - 1);
}

async int main(void) {
    int n = 0;
    race {
        when (await tarry_sleep(TARRY_SEC(100))) n = 100;
        when (await ready()) n += 1;
    }
    race TARRY_FAIR {
        when (await ready()) n += 2;
        when (await ready()) n += 2;
    }
    race {
        when (await now_and_then(1)) n += 100;
        when (await now_and_then(0)) n += 4;
    }
    race {
        when (await with_children()) n += 100;
        when (await ready()) n += 8;
    }
    race {
        when (await again_and_again(3)) n += 16;
        when (await tarry_sleep(TARRY_SEC(100))) n = 100;
    }
    race {
        when (await ready()) n += 32;
    }
    printf("%d\n", n);
    return 0;
}
// expect: 63
