// `return` inside a statement expression leaves the function, whatever expression it stands in.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int check(int x) {
    int y = 1 + ({
                int z = await later(x);
                if (z < 0) {
                    return -100;
                }
                z;
            });
    printf("%d ", await later(y) + ({
                      if (y == 1) {
                          return await later(-200);
                      }
                      await later(1);
                  }));
    return y;
}

async int main(void) {
    printf("%d\n", await check(5));
    printf("%d\n", await check(0));
    printf("%d\n", await check(-1));
    return 0;
}

// expect: 7 6
// expect: -200
// expect: -100
