// The same name at four depths, each with its own value across awaits.
#include <stdio.h>
#include <tarry.h>

static int x = 1;

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    printf("%d ", await later(x));
    int x = await later(2);
    {
        printf("%d ", x);
        double x = await later(3) + 0.5;
        {
            const char *x = "four";
            await tarry_yield();
            for (int x = await later(5); x < 7; x++) {
                await tarry_yield();
                int y = x;
                {
                    int x = await later(y) * 10;
                    await tarry_yield();
                    printf("%d ", x);
                }
                printf("%d ", x);
            }
            printf("%s ", x);
        }
        printf("%.1f ", x);
    }
    printf("%d\n", x);
    return 0;
}

// expect: 1 2 50 5 60 6 four 3.5 2
