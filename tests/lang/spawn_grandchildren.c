// Children that open scopes of their own; a child has ended only when its children have.
#include <stdio.h>
#include <tarry.h>

static async int tree(int depth, int *leaves) {
    if (depth == 0) {
        await tarry_yield();
        ++*leaves;
        return 1;
    }
    int counts[3] = {0};
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) counts[i] = tree(depth - 1, leaves);
        }
    }
    return counts[0] + counts[1] + counts[2] + 1;
}

async int main(void) {
    int leaves = 0;
    printf("%d ", await tree(5, &leaves));
    printf("%d\n", leaves);
    return 0;
}

// expect: 364 243
