// `break` and `continue` inside a statement expression act on the loop around it.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        int value = ({
            int v = await later(i);
            if (v == 2) {
                continue;
            }
            if (v == 5) {
                break;
            }
            v;
        });
        printf("%d ", value);
        sum += value;
    }
    printf("= %d\n", sum);
    int n = 0;
    while (n++ < 10) {
        (void)(n + ({
                   if (await later(n) > 3) {
                       break;
                   }
                   1;
               }));
    }
    printf("%d\n", n);
    return 0;
}

// expect: 0 1 3 4 = 8
// expect: 4
