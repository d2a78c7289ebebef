// GNU __label__: a macro used twice in one function, each with its own label.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

#define FIND(array, count, wanted)                                                                 \
    ({                                                                                             \
        __label__ found;                                                                           \
        int index_;                                                                                \
        for (index_ = 0; index_ < (count); index_++) {                                             \
            if (await later((array)[index_]) == (wanted)) {                                        \
                goto found;                                                                        \
            }                                                                                      \
        }                                                                                          \
        index_ = -1;                                                                               \
    found:                                                                                         \
        index_;                                                                                    \
    })

async int main(void) {
    int a[] = {4, 8, 15, 16};
    int first = FIND(a, 4, 15), second = FIND(a, 4, 23), third = FIND(a, 4, 4);
    printf("%d %d %d\n", first, second, third);
    {
        __label__ out;
        if (await later(1)) {
            goto out;
        }
        printf("never\n");
    out:
        printf("out\n");
    }
    return 0;
}

// expect: 2 -1 0
// expect: out
