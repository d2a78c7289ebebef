// A label may have the name of a variable, a type, a function or a member; several labels may stand
// on one statement.
#include <stdio.h>
#include <tarry.h>

struct node {
    int node;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int count = 0;
    struct node node = {2};
    goto node;
count:
later:
    count += await later(10);
    if (count < 15) {
        goto later;
    }
    printf("%d\n", count);
    return 0;
node:
    count = await later(node.node);
    goto count;
}

// expect: 22
