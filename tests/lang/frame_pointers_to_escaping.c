// Pointers to variables of a block stay good across awaits, inner blocks and loops, until it ends.
// expect: 1 2 3 | 0 1 2 | 9
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

struct node {
    int value;
    struct node *next;
};

async int main(void) {
    struct node a = {1, NULL}, b = {2, NULL}, c = {3, NULL}, *list = &a;
    a.next = &b;
    {
        struct node **last = &b.next;
        await wait(0);
        *last = &c;
    }
    for (struct node *at = list; at; at = at->next) {
        printf("%d ", await wait(at->value));
    }
    printf("| ");
    for (int i = 0; i < 3; i++) {
        int copy = i, *at = &copy;
        await wait(0);
        printf("%d ", *at);
    }
    int buffer[3], *end = buffer;
    for (int i = 0; i < 3; i++) {
        *end++ = await wait(3);
    }
    printf("| %d\n", buffer[0] + buffer[1] + buffer[2]);
    return 0;
}
