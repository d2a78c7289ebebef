// A static table of label addresses, indexed by an await.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    static const void *const table[] = {&&first, &&second, &&end};
    int i = 0;
next:
    goto *table[await later(i++)];
first:
    printf("first %d\n", await later(i));
    goto next;
second:
    printf("second %d\n", await later(i));
    goto next;
end:
    printf("end %d\n", i);
    return 0;
}

// expect: first 1
// expect: second 2
// expect: end 3
