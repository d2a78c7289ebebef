// A variable whose name is a type's elsewhere, in a frame where members share room.
// expect: 5 2 7
#include <stdio.h>
#include <tarry.h>

typedef int number;
typedef struct {
    int x;
} box;

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    {
        number number = await wait(5), other = 2;
        await wait(0);
        printf("%d %d ", number, other);
    }
    {
        box box = {await wait(7)};
        await wait(0);
        printf("%d\n", box.x);
    }
    return 0;
}
