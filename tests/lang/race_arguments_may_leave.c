// An argument that leaves the function or loop leaves the race before it begins.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#define OR_RETURN(x)                                                                               \
    ({                                                                                             \
        int value = (x);                                                                           \
        if (value < 0)                                                                             \
            return value;                                                                          \
        value;                                                                                     \
    })

static async int arm(int n) {
    printf("start %d\n", n);
    await tarry_sleep(0);
    return n;
}
async int race_late(int n);

static async int try(int n) {
    int a = 0, b = 0;
    race {
        when (a = await race_late(n + 1)) return a;
        when (b = await arm(OR_RETURN(n))) return b;
    }
    return 0;
}

async int main(void) {
    int last = 0;
    for (int i = 0; i < 3; i++) {
        race {
            when (await arm(({
                if (i == 2)
                    break;
                i;
            })))
                last = i;
            when (await race_late(i)) last = -1;
        }
    }
    printf("%d\n", last);
    printf("%d\n", await try(-3));
    printf("%d\n", await try(3));
    return 0;
}

async int race_late(int n) {
    await tarry_sleep(INT64_MAX);
    return n;
}

// expect: start 0
// expect: start 1
// expect: 1
// expect: -3
// expect: start 3
// expect: 3
